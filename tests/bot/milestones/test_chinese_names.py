"""Whom a Chinese text names: brands, units and short forms of companies, and common words."""

import pytest

from bot.catalogue import load
from bot.milestones.chinese.names import namer
from bot.milestones.chinese_fold import fold_chinese

CARS = "电动汽车。"

NAMES = [
    ("xiaomi", "小米汽车|小米集团|小米景明|小米科技|小米EV"),
    ("byd", "比亚迪|比亚迪汽车|弗迪电池|腾势|方程豹|仰望汽车|比亞迪|BYD"),
    ("nio", "蔚来|蔚来汽车|乐道汽车|萤火虫汽车|蔚来能源|蔚來|NIO"),
    ("xpeng", "小鹏汽车|小鹏|肇庆小鹏|小鵬汽車|XPeng|小鹏MONA"),
    ("li-auto", "理想汽车|车和家|理想ONE"),
    ("tesla", "特斯拉|特斯拉上海|特斯拉中国|Tesla"),
    ("geely", "吉利汽车|吉利控股|吉利银河|领克|几何汽车|银河E5"),
    ("zeekr", "极氪|极氪汽车|極氪|ZEEKR"),
    ("leapmotor", "零跑|零跑汽车|零跑国际"),
    ("saic", "上汽集团|上汽|智己|智己汽车|飞凡汽车|名爵|上汽通用五菱|荣威"),
    ("gac-aion", "广汽埃安|埃安|昊铂|埃安昊铂"),
    ("huawei", "华为|问界|鸿蒙智行|引望|智界|享界|尊界|尚界汽车|华为乾崑"),
    ("seres", "赛力斯|金康新能源|小康股份|金康赛力斯"),
    ("great-wall", "长城汽车|欧拉汽车|魏牌|哈弗汽车|坦克品牌"),
    ("changan", "长安汽车|深蓝汽车|阿维塔|长安启源|深蓝S07"),
    ("chery", "奇瑞|奇瑞汽车|星途|捷途汽车|iCAR|欧萌达"),
    ("catl", "宁德时代|寧德時代|CATL"),
    ("baidu-jidu", "集度|极越|集度汽车|百度Apollo|萝卜快跑|阿波罗国际"),
    ("apple", "苹果公司|苹果汽车"),
    ("sony-honda", "索尼本田移动|AFEELA|索尼·本田移动出行"),
    ("foxconn", "富士康|鸿海|鴻海|鸿华先进|鴻華先進"),
    ("vinfast", "VinFast"),
    ("rivian", "Rivian|瑞维安"),
    ("lucid", "Lucid|路西德"),
    ("fisker", "Fisker|菲斯克"),
    ("polestar", "极星|極星|Polestar|极星汽车"),
    ("volkswagen", "大众汽车|奥迪|大众安徽|一汽-大众|上汽大众|福斯汽車|斯柯达|大众集团"),
    ("bmw", "宝马|華晨宝马|寶馬|MINI品牌|BMW"),
    ("mercedes", "奔驰|梅赛德斯-奔驰|平治|北京奔驰|賓士"),
    ("ford", "福特汽车|长安福特|福特"),
    ("gm", "通用汽车|凯迪拉克|别克|雪佛兰|上汽通用"),
    ("hyundai", "现代汽车|北京现代|捷尼赛思|現代汽車"),
    ("kia", "起亚|起亞"),
    ("toyota", "丰田|雷克萨斯|广汽丰田|豐田|凌志"),
    ("honda", "本田|广汽本田|东风本田|讴歌"),
    ("nissan", "日产汽车|东风日产|英菲尼迪|日產汽車"),
    ("stellantis", "Stellantis|斯特兰蒂斯|标致|雪铁龙|菲亚特|欧宝"),
    ("renault", "雷诺|雷諾|达契亚"),
    ("volvo", "沃尔沃汽车|富豪汽車|沃尔沃"),
    ("tata", "塔塔汽车"),
    ("mahindra", "马恒达"),
    ("ola-electric", "Ola Electric"),
    ("northvolt", "Northvolt|北伏"),
    ("lg-energy", "LG新能源|LG能源"),
    ("panasonic", "松下|松下能源"),
    ("sk-on", "SK On"),
]

COMMON = [
    "这个成绩并不理想。",
    "理想很丰满，现实很骨感。",
    "广大大众消费者都喜欢。",
    "烟台的苹果熟了，一斤三块。",
    "苹果手机在华销量下滑。",
    "这座城市的现代化程度很高。",
    "现代人爱喝咖啡。",
    "日产10万辆的产线。",
    "产线日产能达到500台。",
    "仰望星空，脚踏实地。",
    "欧拉公式很美。",
    "夏夜的萤火虫。",
    "小米粥养胃，小米种植面积扩大。",
    "长安街上的灯。",
    "深蓝色的海水。",
    "胜算几何？",
    "骏马奔驰在草原上。",
    "银河系有多少颗星。",
    "他登上了富豪榜。",
    "标致的五官。",
    "百度一下，你就知道。",
    "长城脚下的村庄。",
    "大众点评给了五星。",
    "福特基金会捐了款。",
    "通用技术集团和通用零件。",
    "坦克和装甲车驶过。",
    "上汽车维修课。",
    "哈利的海豹和海豚表演。",
    "极星辰的夜空。",
    "奥迪双钻是我的玩具。",
]


def named(text: str) -> list[str]:
    return [m.company for m in namer(load()).find(fold_chinese(text)) if m.company]


@pytest.mark.parametrize(("company", "names"), NAMES)
def test_a_company_goes_by_many_names(company: str, names: str) -> None:
    assert [n for n in names.split("|") if set(named(n + CARS)) != {company}] == []


@pytest.mark.parametrize("text", COMMON)
def test_a_common_word_is_no_company(text: str) -> None:
    assert named(text + CARS) == []
