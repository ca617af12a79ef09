"""Chinese sums and counts: one case a line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.amounts import Count, Sum, find_money, find_quantities

NASTY = (
    "1", "万", "亿", "元", "美元", "1万", "至", "-", "（约", "）", "人民币", "售价", "投资", "年产能", "辆", "座换电站", "订单", "GWh", "第", "、", "/", "起", "%", "人", "裁员", "，", "。", "\n", "台", "不到", "十", "百",
)  # fmt: skip


def one_sum(text: str) -> Sum:
    (found,) = find_money(text, language="zh")
    return found


def one_count(text: str) -> Count:
    (found,) = find_quantities(text, language="zh")
    return found


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("注册资本100亿元", "10000000000", "CNY"),
        ("注册资本10亿元人民币", "1000000000", "CNY"),
        ("註冊資本１００億元", "10000000000", "CNY"),
        ("投入100亿美元", "10000000000", "USD"),
        ("投入100亿 美元", "10000000000", "USD"),
        ("投入 100 亿美元", "10000000000", "USD"),
        ("投入100亿美金", "10000000000", "USD"),
        ("投入10 . 5 亿元", "1050000000", "CNY"),
        ("投入3. 28亿元", "328000000", "CNY"),
        ("投入1 0亿元", "1000000000", "CNY"),
        ("投入约150亿加元", "15000000000", "CAD"),
        ("投入逾百亿元", "10000000000", "CNY"),
        ("投入上百亿元", "10000000000", "CNY"),
        ("投入470多亿元", "47000000000", "CNY"),
        ("投入20余亿元", "2000000000", "CNY"),
        ("投入十二亿三千万元", "1230000000", "CNY"),
        ("投入三千万元", "30000000", "CNY"),
        ("投入5.94万亿韩元", "5940000000000", "KRW"),
        ("投入3150萬韓元", "31500000", "KRW"),
        ("投入20亿欧元", "2000000000", "EUR"),
        ("投入2億歐元", "200000000", "EUR"),
        ("投入5亿英镑", "500000000", "GBP"),
        ("投入1000亿日元", "100000000000", "JPY"),
        ("投入1000億日圓", "100000000000", "JPY"),
        ("投入160亿泰铢", "16000000000", "THB"),
        ("投入5亿新元", "500000000", "SGD"),
        ("投入155.76億元新台幣", "15576000000", "TWD"),
        ("投入新台幣155.76億元", "15576000000", "TWD"),
        ("投入353亿港元", "35300000000", "HKD"),
        ("投入港幣20億元", "2000000000", "HKD"),
        ("投入30亿雷亚尔", "3000000000", "BRL"),
        ("投入5000亿卢比", "500000000000", "INR"),
        ("投入5亿澳元", "500000000", "AUD"),
        ("投入10亿瑞典克朗", "1000000000", "SEK"),
        ("投入US$5亿", "500000000", "USD"),
        ("投入HK$20亿", "2000000000", "HKD"),
        ("投入$5亿", "500000000", "USD"),
        ("投入RMB 5000万", "50000000", "CNY"),
        ("售价¥25.35万", "253500", "CNY"),
        ("售价￥253,500", "253500", "CNY"),
        ("投入人民币100亿", "10000000000", "CNY"),
        ("定價人民幣25萬3500元起", "253500", "CNY"),
        ("售價55.98萬元人民幣", "559800", "CNY"),
        ("售价84,999元", "84999", "CNY"),
        ("定金5000元", "5000", "CNY"),
        ("R2起价4万5000美元", "45000", "USD"),
        ("卖两万块钱", "20000", "CNY"),
        ("总投资高达 120 亿 元人民币", "12000000000", "CNY"),
        ("A轮融资逾2亿美元", "200000000", "USD"),
        ("发行价每股21港元，募资353亿港元", "35300000000", "HKD"),
        ("获得10亿元战略融资", "1000000000", "CNY"),
        ("35990欧元起", "35990", "EUR"),
        ("仅需9.98万起", "99800", "CNY"),
        # a range gives its lower end
        ("售价区间为15.98万-20.98万元", "159800", "CNY"),
        ("15.98—20.98万元", "159800", "CNY"),
        ("售价22.98-30.98万元", "229800", "CNY"),
        ("售价22.98～30.98万元", "229800", "CNY"),
        ("售价21.59万元至29.99万元", "215900", "CNY"),
        ("售价21.59万-29.99万元", "215900", "CNY"),
        ("投入5億至10億美元", "500000000", "USD"),
        ("投入10到15亿美元", "1000000000", "USD"),
        ("投入六七千万元", "60000000", "CNY"),
        # the currency left out
        ("斥资100亿造车", "10000000000", "CNY"),
        ("注资100亿", "10000000000", "CNY"),
        ("增资至30亿", "3000000000", "CNY"),
        ("完成融资20亿", "2000000000", "CNY"),
        ("砸155億成立新公司", "15500000000", "CNY"),
        ("投资200亿建厂", "20000000000", "CNY"),
        ("售价21.59万", "215900", "CNY"),
        ("21.59万起", "215900", "CNY"),
        ("开启预售 23.58万元起", "235800", "CNY"),
        ("预售价23.58万起", "235800", "CNY"),
        ("起售价仅19.98万", "199800", "CNY"),
        ("不低于50亿元", "5000000000", "CNY"),
        ("不超过25亿元", "2500000000", "CNY"),
    ],
)
def test_a_sum_is_read(text: str, value: str, currency: str) -> None:
    found = one_sum(text)

    assert (Decimal(value), currency) == (found.money.value, found.money.currency)


@pytest.mark.parametrize(
    "text",
    [
        "每股16.9元", "股价收报182.63美元", "0.5元/度", "每度0.5元", "1.2元/kWh", "电价0.5元每度", "时薪19元/小时", "月薪6500元", "估值250亿美元", "估值或超百亿美元", "以200亿美元估值融资", "市值达3000亿港元",
        "不到百万元新台币", "不足20万元", "数千元", "数百亿元", "几万元", "投资20%", "交付20万辆", "投资了3个项目", "10万次", "100亿公里", "元PLUS上市", "续航1000公里", "元宇宙", "投资者超10万人", "十几亿元", "开售13分钟破万", "销售破万",
    ],
)  # fmt: skip
def test_no_sum_is_read(text: str) -> None:
    assert find_money(text, language="zh") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("20亿欧元（约合155.7亿元人民币）", [("2000000000", False), ("15570000000", True)]),
        ("25萬3500元起（約新台幣104萬元）", [("253500", False), ("1040000", True)]),
        ("5.94万亿韩元（约43亿美元）", [("5940000000000", False), ("4300000000", True)]),
        ("3150萬韓元，約16.8萬港元", [("31500000", False), ("168000", True)]),
        ("5亿美元，折合36亿元", [("500000000", False), ("3600000000", True)]),
        ("注资70亿元，后者投入42.6亿元", [("7000000000", False), ("4260000000", False)]),
        ("售价分别为25.98万、27.98万和29.98万元", [("259800", False), ("279800", False), ("299800", False)]),
        ("25.98/27.98/29.98万元", [("259800", False), ("279800", False), ("299800", False)]),
        ("5亿元人民币10亿元", [("500000000", False), ("1000000000", False)]),
        ("首期50亿元，五年200亿元", [("5000000000", False), ("20000000000", False)]),
    ],
)  # fmt: skip
def test_sums_side_by_side(text: str, told: list[tuple[str, bool]]) -> None:
    found = find_money(text, language="zh")

    assert [(Decimal(value), flag) for value, flag in told] == [
        (one.money.value, one.converted) for one in found
    ]


def test_a_bare_dollar_is_what_the_outlet_means() -> None:
    (found,) = find_money("投入$5亿", language="zh", dollar="CAD")

    assert found.money.currency == "CAD"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        # vehicles
        ("交付28,067輛", "28067", "vehicles"),
        ("交付２１，３５２台", "21352", "vehicles"),
        ("交付了45辆车", "45", "vehicles"),
        ("召回1萬1411輛", "11411", "vehicles"),
        ("召回2万305台", "20305", "vehicles"),
        ("销量11.75萬輛", "117500", "vehicles"),
        ("销量 10 . 5 万 辆", "105000", "vehicles"),
        ("销量 1 0万辆", "100000", "vehicles"),
        ("交付逾2万辆", "20000", "vehicles"),
        ("交付近百万辆", "1000000", "vehicles"),
        ("交付39万多辆", "390000", "vehicles"),
        ("交付两万余辆", "20000", "vehicles"),
        ("交付三万五千辆", "35000", "vehicles"),
        ("卖出19万辆", "190000", "vehicles"),
        ("第100万辆整车下线", "1000000", "vehicles"),
        ("第一百万辆整车下线", "1000000", "vehicles"),
        ("第500万台新能源车", "5000000", "vehicles"),
        ("2027年年产量计划达到5万辆", "50000", "vehicles"),
        ("全年目标提到12万辆", "120000", "vehicles"),
        ("预计交付5000至8000辆", "5000", "vehicles"),
        ("预计交付15-20万辆", "150000", "vehicles"),
        ("预计交付10万~15万辆", "100000", "vehicles"),
        ("预计交付5000辆至8000辆", "5000", "vehicles"),
        ("只卖出6300辆电动车", "6300", "vehicles"),
        ("产能爬坡后已交付3万辆", "30000", "vehicles"),
        ("限量1000台", "1000", "vehicles"),
        ("首次突破3万台大关", "30000", "vehicles"),
        ("共3,470輛", "3470", "vehicles"),
        # vehicles a year
        ("年产能将提升至45万辆", "450000", "vehicles/year"),
        ("规划产能为每年20万辆", "200000", "vehicles/year"),
        ("满产后每年可下线20万辆", "200000", "vehicles/year"),
        ("年产整车24万辆", "240000", "vehicles/year"),
        ("年产能15万辆", "150000", "vehicles/year"),
        ("年产能达15万辆", "150000", "vehicles/year"),
        ("年產能15萬輛", "150000", "vehicles/year"),
        ("年产20万辆的整车工厂", "200000", "vehicles/year"),
        ("满负荷年产24万辆", "240000", "vehicles/year"),
        ("规划年产15万辆", "150000", "vehicles/year"),
        ("设计年产能10万辆", "100000", "vehicles/year"),
        ("年产能要翻倍至60万辆", "600000", "vehicles/year"),
        ("产能15万辆", "150000", "vehicles/year"),
        ("产能由15万辆/年", "150000", "vehicles/year"),
        ("15万辆/年", "150000", "vehicles/year"),
        ("15万台／年", "150000", "vehicles/year"),
        ("每年生产10万辆", "100000", "vehicles/year"),
        ("每年可生产10万辆", "100000", "vehicles/year"),
        ("30万辆产能", "300000", "vehicles/year"),
        ("30万辆年产能", "300000", "vehicles/year"),
        ("30万辆的年产能", "300000", "vehicles/year"),
        ("形成30万辆整车产能", "300000", "vehicles/year"),
        ("年产万辆", "10000", "vehicles/year"),
        # orders
        ("大定突破20万台", "200000", "orders"),
        ("三分钟大定突破20万台", "200000", "orders"),
        ("开放大定3分钟，突破200000台", "200000", "orders"),
        ("一小時收近29萬輛訂單", "290000", "orders"),
        ("大定數即衝上28萬9000輛", "289000", "orders"),
        ("锁单量超10万", "100000", "orders"),
        ("锁单10万台", "100000", "orders"),
        ("小订3万单", "30000", "orders"),
        ("订单10万份", "100000", "orders"),
        ("收到5万个订单", "50000", "orders"),
        ("预订量达2万辆", "20000", "orders"),
        ("宣布预售订单超3.7万辆", "37000", "orders"),
        ("开放预订，定金100美元。后台数字跳到6.8万份", "68000", "orders"),
        ("7天锁单破3.2万", "32000", "orders"),
        ("24小时大定 12,000+", "12000", "orders"),
        ("接获10,000張訂單", "10000", "orders"),
        # energy
        ("装车量为10.26GWh", "10.26", "GWh"),
        ("装车量为10.26 GWh", "10.26", "GWh"),
        ("供应近100GWh电池", "100", "GWh"),
        ("采购32吉瓦時电池", "32", "GWh"),
        ("采购3亿瓦时电池", "0.3", "GWh"),
        ("采购500MWh电池", "0.5", "GWh"),
        ("年产能80GWh", "80", "GWh/year"),
        ("年产能达50吉瓦时", "50", "GWh/year"),
        ("100GWh/年", "100", "GWh/year"),
        ("32GWh的电池工厂", "32", "GWh/year"),
        ("年产100GWh动力电池", "100", "GWh/year"),
        ("建设30GWh产能", "30", "GWh/year"),
        # stations
        ("第1000座换电站", "1000", "stations"),
        ("建成3000根超充桩", "3000", "stations"),
        ("换电站要超过4000座", "4000", "stations"),
        ("落成至少1000座超充站", "1000", "stations"),
        ("4000多座兆瓦闪充站", "4000", "stations"),
        ("500座第四代换电站", "500", "stations"),
        ("500个充电桩", "500", "stations"),
        ("充电站达到2000座", "2000", "stations"),
        ("建成换电站2300座", "2300", "stations"),
        ("布局5000根液冷超充桩", "5000", "stations"),
        # jobs
        ("招聘 3000 余人", "3000", "jobs"),
        ("裁员约10%，即6000人", "6000", "jobs"),
        ("新增就业2000人", "2000", "jobs"),
        ("就业岗位多至5000个", "5000", "jobs"),
        ("创造7000多个岗位", "7000", "jobs"),
        ("创造3000个潜在岗位", "3000", "jobs"),
        ("裁员2000人", "2000", "jobs"),
        ("裁减约2000人", "2000", "jobs"),
        ("再裁逾千人", "1000", "jobs"),
        ("请走约500人", "500", "jobs"),
        ("向近2000名员工通报", "2000", "jobs"),
        ("约100名雇员", "100", "jobs"),
        ("招聘1500名工程师", "1500", "jobs"),
        ("1小时订单破万。", "10000", "orders"),
        ("开售13分钟大定破万，", "10000", "orders"),
        ("单月交付突破万辆", "10000", "vehicles"),
        ("接單超過1,000台", "1000", "orders"),
        ("第一阶段产能1GWh，供应电动巴士", "1", "GWh/year"),
        ("年产能约8GWh，供货给两家车企", "8", "GWh/year"),
    ],
)
def test_a_count_is_read(text: str, value: str, unit: str) -> None:
    found = one_count(text)

    assert (Decimal(value), unit) == (found.quantity.value, found.quantity.unit.value)


@pytest.mark.parametrize(
    "text",
    [
        "增长20%", "占比15-20%", "第五辆", "一辆车", "第一座工厂", "两座工厂", "3座城市", "100家门店", "出货4000万台手机", "卖出1000台机器人", "月产能2万辆", "日产1000辆", "年产量或达六位数", "交付数千辆", "交付数万辆",
        "不到百万辆", "不足1000辆", "10万公里", "换电1000万次", "100度电", "10kWh", "三部曲", "一部分", "2000亩", "五个工人", "300人观看", "2000多场用户访谈", "投资100亿元", "12999元", "5000mAh", "三分之一", "涨了3倍", "年产60万套电驱系统", "年产能12万台电机", "逾5万名车主", "不到150万辆", "裁员比例约10%",
        "首批控制在1000辆以内", "卖出300辆以下", "产量在2万辆之内", "订单破万难", "突破万难",
    ],
)  # fmt: skip
def test_no_count_is_read(text: str) -> None:
    assert find_quantities(text, language="zh") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全球换电站要超过4000座，其中约1000座建在中国以外", ["4000 stations", "1000 stations"]),
        ("交付21,352台 首破两万", ["21352 vehicles", "20000 vehicles"]),
        (
            "项目投资40亿美元，规划年产15万辆，可创造7000多个岗位",
            ["150000 vehicles/year", "7000 jobs"],
        ),
        ("年产能15万辆，去年交付8万辆", ["150000 vehicles/year", "80000 vehicles"]),
        ("大定突破20万台，已交付5万台", ["200000 orders", "50000 vehicles"]),
        ("共116887辆，其中98462辆需要升级", ["116887 vehicles", "98462 vehicles"]),
        ("至少1000座超充站、约7000根桩", ["1000 stations", "7000 stations"]),
        ("2027年达到5万辆，2029年提高到15万辆", ["50000 vehicles", "150000 vehicles"]),
        ("理想：51,443辆，同比+27.3%；零跑：38,177辆", ["51443 vehicles", "38177 vehicles"]),
    ],
)
def test_counts_of_one_text(text: str, told: list[str]) -> None:
    found = find_quantities(text, language="zh")

    assert told == [f"{one.quantity.value} {one.quantity.unit.value}" for one in found]


def test_the_nth_is_told_apart() -> None:
    assert one_count("第1000座换电站").ordinal
    assert not one_count("1000座换电站").ordinal


def test_the_first_station_counts_one() -> None:
    found = one_count("首座换电站落成")

    assert found.quantity.value == 1
    assert found.inferred


@given(st.integers(min_value=10_000, max_value=10**12))
def test_a_written_sum_is_found_back(value: int) -> None:
    assert one_sum(f"公司投入{value:,}美元建厂").money.value == value


@given(st.integers(min_value=100, max_value=10**7))
def test_a_written_count_is_found_back(value: int) -> None:
    assert one_count(f"公司交付{value}辆新车").quantity.value == value


@given(st.text() | st.lists(st.sampled_from(NASTY)).map("".join))
def test_places_lie_in_the_text_and_never_overlap(text: str) -> None:
    for found in (find_money(text, language="zh"), find_quantities(text, language="zh")):
        end = 0
        for one in found:
            assert end <= one.start < one.end <= len(text)
            end = one.end


@pytest.mark.parametrize("piece", NASTY)
def test_a_long_run_of_pieces_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + "。公司投入7亿欧元，召回3333辆"

    assert find_money(text, language="zh")[-1].money.currency == "EUR"
    assert find_quantities(text, language="zh")[-1].quantity.value == 3333
