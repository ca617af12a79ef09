"""Chinese pages: which lines belong to the article, and where its sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.text import MAX_CHARS, clean, fold, sentences

PROSE = "公司昨日宣布，新工厂将于明年投产，年产能15万辆。"
NASTY = ("。", "“", "”", "《", "》", "（", "）", "【", "】", "\n", "\n\n", "责任编辑：", "来源：", "相关阅读", "评论", "|", " ", "公司宣布投产。", "1", "；", "#标签 ", "a?b", "说", "更多>>", "[doge]", "→")  # fmt: skip


def split(text: str) -> list[str]:
    return [one.text for one in sentences(text, language="zh")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("新车上市。订单过万。", ["新车上市。", "订单过万。"]),
        ("新车上市！订单过万？是的。", ["新车上市!", "订单过万?", "是的。"]),
        ("理想交付5万辆；零跑交付3万辆。", ["理想交付5万辆;", "零跑交付3万辆。"]),
        ("新车上市\n订单过万", ["新车上市", "订单过万"]),
        ("他说：“新车上市。订单过万。”随后离场。", ["他说:“新车上市。订单过万。”", "随后离场。"]),
        ("“新车上市。订单过万。”一位高管说。", ["“新车上市。订单过万。”一位高管说。"]),
        ("他說：「新車上市。」隨後離場。", ["他说:“新车上市。”", "随后离场。"]),
        ("“从零到一，没有捷径。”公司总裁这样评价。工厂昨日投产。", ["“从零到一,没有捷径。”公司总裁这样评价。", "工厂昨日投产。"]),
        ("看了《造车！造车？》一书。很好。", ["看了《造车!造车?》一书。", "很好。"]),
        ("他说：“新车上市。订单过万。", ["他说:“新车上市。", "订单过万。"]),
        ("（新车上市。）订单过万。", ["(新车上市。)", "订单过万。"]),
        ("真的吗？！是的。", ["真的吗?!", "是的。"]),
        ("详见 http://a.cn/x?id=3 的公告。", ["详见 http://a.cn/x?id=3 的公告。"]),
        ("售价21.59万元起。", ["售价21.59万元起。"]),
        ("等了很久……终于上市。", ["等了很久……终于上市。"]),
        ("公司（１８１０）公告。", ["公司(1810)公告。"]),
        ("昨晚，\n蔚来发布新车。", ["昨晚,\n蔚来发布新车。"]),
        ("蔚来\n\n，宣布投产。", ["蔚来\n\n,宣布投产。"]),
        ("公司今早同\n宁德时代签约。订单过万。", ["公司今早同\n宁德时代签约。", "订单过万。"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：王某", "責任編輯：王某某", "责编/石头", "编辑：周晓　责任校对：陈菲", "来源：某财经网", "来源 某财经网", "作者｜王二　编辑｜小满", "文/张三", "图/网络", "原标题：造车新势力", "标签：小米 ｜ 机器人", "關鍵詞：小米汽車",
        "相关阅读：福特召回多款车型", "延伸閱讀｜現代電動車召回始末", "推荐阅读：某手机开售　|　某网关众筹", "猜你喜欢：i8定档7月", "相關新聞：某公司上市", "热榜：1 某车降价　2 某厂裁员", "更多新聞：某車價曝光｜掛牌數出爐", "更多亚洲财经：季度利润下滑",
        "上一篇：手机发烫怎么办　下一篇：平板开启预售", "<上一篇：谁还在开燃油车", "下一则：天气", "网友评论：续航顶得住吗？", "网友热评：稳了？", "评论区：股价要跌｜在排队", "评论 866　转发 1203", "【转发 3.2万　评论 1.1万　赞 9.8万】", "点赞 1024　在看 388", "热度：112　赞一下(0)　踩一下(0)",
        "点击上方蓝字关注我们", "点击查看原文", "點我下載APP　訂閱電子報", "扫码加入车友群", "长按二维码，报名插花课", "戳这里>>", ">> 点击查看今日优惠 <<", "【换新专场】旧机最高抵3000元，戳这里>>", "【扫码进群，领取购车补贴】", "【投票】你愿意买吗？ A 愿意 B 再等等",
        "首页 > 汽车 > 新车 > 正文", "首页 | 汽车 | 新车", "赛程｜积分榜｜购票", "分享 ▏收藏 ▏语音播报", "[打印] [字号 大 中 小] [关闭窗口]", "对比更多车型 →  询最低价 →", "下载客户端看高清大图", "打开APP查看更多", "现在用APP看新闻",
        "免责声明：本文仅供参考", "本文仅代表作者观点，不构成投资建议", "本文来源于网络，转载请注明出处", "以上内容仅供参考，据此入市风险自担。", "未经授权，禁止转载", "版权所有 不得转载", "Copyright © 某网", "转载请联系授权", "如有侵权请联系我们",
        "▲某某駕車進場。（圖／記者翻攝）", "图片来源：受访者供图", "图源：网络，侵删", "图为发布会现场", "（圖／某社）", "（資料圖片僅供參考）", "（完）", "END", "—END—", "——", "▼", "●", "#二手车 #保值率", "（作者系自由撰稿人，文章不代表本报立场）",
        "記者林佩玉／新北報導", "本报记者 张三 北京报道", "2024-05-14 08:30 来源：某网", "更新時間：20:13　HKT", "发布时间：2024-05-14", "TSLA -8.39%　　RIVN -3.0%", "图集（9张）｜下一组：女星穿搭", "下期预告：补贴要不要退坡", "打分：★★★☆☆ 有用(37)",
    ],
)  # fmt: skip
def test_what_stands_around_an_article_is_left_out(line: str) -> None:
    assert clean(f"{PROSE}\n{line}\n{PROSE}", language="zh") == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    "line",
    [
        "快讯｜公司昨日宣布获批，成为第四家过关的车企。", "导语：跨界造车，最难的往往不是车，而是证。", "（上海1日訊）公司昨日發文致歉，並召回1.1萬輛。", "【本报讯】公司今日公告，新厂投产。", "背景：8月25日，公司宣布收购某公司。", "@某公司发言人：今天，公司完成注册，注册资本100亿元。",
        "理想：51,443辆，连续霸榜，同比+27.3%；", "零跑交付28,067輛，按年增11%；蔚來交付20,797輛，按年升57.6%。", "本站启用了缩短版赛道，主办方希望更多厂家加入。", "来源不明的消息称公司将投产，公司否认。", "广告里说的是新车，其实是老款。", "记者：新车何时上市？", "推荐标准很简单：续航越长越好。", "评论认为，公司的产能不会太高。",
        "2024年5月14日　公司完成工商注册，注册资本1亿元。", "公司称，声明：从未参与该项目。",
    ],
)  # fmt: skip
def test_what_belongs_to_the_article_stays(line: str) -> None:
    assert clean(line, language="zh") == line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{PROSE}　责任编辑：王某", PROSE),
        (f"{PROSE}更多>>", PROSE),
        (f"{PROSE}（来源：某网　责编：林一）", PROSE),
        (f"{PROSE}[doge]", PROSE),
        (f"{PROSE}　#造车 #投产", PROSE),
        (f"（記者王小明／台北報導）{PROSE}", PROSE),
        (f"{PROSE}\n相关阅读\n某车降价\n某厂裁员三百人\n\n{PROSE}", f"{PROSE}\n{PROSE}"),
        (f"{PROSE}\n推薦閱讀：\n某车降价\n{PROSE}", f"{PROSE}\n{PROSE}"),
        (f"{PROSE}\n全部评论\n老王：稳了，明年一定投产，年产能100万辆。", PROSE),
        (f"{PROSE}\n网友评论（32）\n老王：稳了。", PROSE),
        (f"{PROSE}\n免责声明\n本页所有内容仅供参考，投产日期以公司公告为准。", PROSE),
        (f"汽车\n新车\n导购\n{PROSE}", PROSE),
    ],
)
def test_the_page_is_cut_off_in_the_middle_too(text: str, kept: str) -> None:
    assert clean(text, language="zh") == kept


def test_sentences_count_their_paragraphs() -> None:
    found = sentences("新车上市。订单过万。\n来源：某网\n工厂投产。", language="zh")

    assert [one.paragraph for one in found] == [0, 0, 1]


def test_a_run_without_full_stops_is_cut_at_a_comma() -> None:
    found = sentences("公司宣布新车上市，" * 100, language="zh")

    assert len(found) > 1
    assert all(len(one.text) <= 300 for one in found)


@given(st.text() | st.lists(st.sampled_from(NASTY)).map("".join))
def test_a_sentence_is_the_folded_text_at_its_place(text: str) -> None:
    folded, end = fold_chinese(text), 0
    for one in sentences(text, language="zh"):
        assert one.text == folded[one.start : one.end]
        assert one.text == one.text.strip() != ""
        assert end <= one.start < one.end
        end = one.end


@pytest.mark.parametrize("piece", [*NASTY, "0", "（1", "【戳"])
def test_a_long_run_of_pieces_is_cut(piece: str) -> None:
    text = piece * (50_000 // len(piece))

    assert all(one.end <= MAX_CHARS for one in sentences(text, language="zh"))


def test_english_is_read_as_before() -> None:
    assert fold("“A” – b") == '"A" — b'
    assert [one.text for one in sentences("It opened. It closed.")] == ["It opened.", "It closed."]


@pytest.mark.parametrize(
    "links",
    [
        "蔚来新车下线\n06-12\n小米提价了！五菱推出新款\n06-12\n某行业数据公布\n06-11",
        "1\n蔚来新车下线\n06-12\n2\n小米提价\n06-12\n3\n数据公布\n06-11\n4\n零跑递表港交所",
        "蔚来新车下线\n3小时前\n小米提价\n5小时前\n数据公布\n昨天",
    ],
)
def test_links_with_their_days_are_left_out(links: str) -> None:
    kept = clean(f"{links}\n{PROSE}", language="zh")
    assert kept == PROSE
    assert clean(f"{PROSE}\n{links}", language="zh") == PROSE


def test_a_heading_with_its_day_is_kept() -> None:
    assert clean(f"蔚来新车下线\n06-12\n{PROSE}", language="zh").startswith("蔚来新车下线")


def test_behind_the_editor_only_sentences_are_the_article() -> None:
    page = f"{PROSE}\n责任编辑：王某热搜资讯\n\n蔚来新车下线\n\n小米递表港交所\n{PROSE}"
    assert clean(page, language="zh") == f"{PROSE}\n{PROSE}"


def test_a_garbled_comma_is_a_comma() -> None:
    assert fold_chinese("工厂奠基〃明年投产") == "工厂奠基,明年投产"
