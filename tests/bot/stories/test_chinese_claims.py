"""A Chinese clause claims no more than the evidence of its step: one table of sentences a class."""

from dataclasses import replace
from datetime import date

import pytest

from bot.catalogue import load
from bot.stories.summary import gist
from storage.records import Milestone
from tests.fakes_stories import milestone

DAY = date(2024, 8, 24)
ON = "2024-08-22"  # a Thursday


def said(step: Milestone) -> str:
    return gist([step], load(), language="zh", day=DAY)


def deal(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    more = {"subject": "宁德时代", **more}
    return milestone("nio", "partnership", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# An agreement is told by its kind, and one that is over as over.
AGREEMENTS = [
    (deal("蔚来与宁德时代签署战略合作框架协议。"), "蔚来已与宁德时代签署框架协议。"),
    (deal("蔚来与宁德时代签下谅解备忘录。"), "蔚来已与宁德时代签署备忘录。"),
    (deal("蔚来與寧德時代簽署備忘錄，研究合資。"), "蔚来已与宁德时代签署备忘录。"),
    (deal("双方签了意向书，拟成立合资公司。"), "蔚来已与宁德时代签署意向书。"),
    (deal("蔚来与宁德时代达成战略合作，将成立合资公司。"), "蔚来已与宁德时代达成战略合作。"),
    (deal("蔚来与宁德时代签署合资协议。"), "蔚来已与宁德时代达成合资协议。"),
    (deal("宁德时代将向蔚来供应电池。"), "蔚来已与宁德时代达成供应协议。"),
    (deal("双方达成协议，在釜山工厂生产，供应韩国和北美。"), "蔚来已与宁德时代达成合作。"),
    (deal("双方在匈牙利建厂的协议签署，产品供应欧洲。"), "蔚来已与宁德时代达成合作。"),
    (deal("宁德时代供应欧洲的电芯也将供应蔚来。"), "蔚来已与宁德时代达成供应协议。"),
    (deal("双方将在供应链管理、销售上合作。"), "蔚来已与宁德时代达成合作。"),
    (deal("蔚来牵手经销商集团，为瑞典市场供应新车。"), "蔚来已与宁德时代达成合作。"),
    (deal("蔚来与宁德时代的合作计划已经中止。"), "蔚来已终止与宁德时代的合作。"),
    (deal("两家决定终止合资公司。", phase="cancelled"), "蔚来已终止与宁德时代的合资。"),
    (deal("蔚来与宁德时代解散合资公司。"), "蔚来已终止与宁德时代的合资。"),
    (deal("供货合同就此作废。", phase="cancelled"), "蔚来已终止与宁德时代的供应协议。"),
    (deal("蔚来与宁德时代的谈判破裂。", phase="cancelled"), "蔚来已终止与宁德时代的合作谈判。"),
    (replace(deal("蔚来与宁德时代达成合作。", amount="2.5e9 CNY"), support=("宁德时代拟掏25亿元入股。",)), "蔚来已与宁德时代达成合作。"),
    (replace(deal("蔚来与宁德时代达成合作。", amount="2.5e9 CNY"), support=("合资项目总投资25亿元。",)), "蔚来已与宁德时代达成合作，金额25亿元。"),
    (deal("去年10月签下的供货合同就此作废。", phase="cancelled", when="2023-10-01/2023-10-31"), "蔚来已终止与宁德时代的供应协议。"),
    (deal("合资公司进入注销程序。"), "蔚来已终止与宁德时代的合资。"),
    (deal("蔚来由宁德时代等去年合资组建。"), "蔚来已由宁德时代等合资组建。"),
    (deal("双方合资的公司成立，注册资本10亿元。", amount="1e9 CNY"), "蔚来已与宁德时代达成合资协议，注册资本10亿元。"),
    (deal("双方合资，总投资51亿元，注册资本17亿元。", amount="5.1e9 CNY"), "蔚来已与宁德时代达成合资协议，金额51亿元。"),
    (deal("The two signed a memorandum of understanding.", subject="CATL"), "蔚来已与宁德时代签署备忘录。"),
]  # fmt: skip


def launch(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    more = {"subject": "SU7", **more}
    return milestone("xiaomi", "launch", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# What can be ordered is not on sale, what is priced is not launched, what is given up not at all.
SALES = [
    (launch("小米SU7开启预售，预售价22万元起。", amount="220000 CNY"), "小米已开启SU7预售，预售价22万元起。"),
    (launch("小米SU7今日開啟預售。"), "小米已开启SU7预售。"),
    (launch("小米SU7开启盲订。"), "小米已开启SU7预售。"),
    (launch("小米SU7将于下月开启预售。", phase="planned"), "小米计划开启SU7预售。"),
    (launch("小米SU7即日起接受预订，售价22万元起。", amount="220000 CNY"), "小米已开放SU7预订，售价22万元起。"),
    (launch("小米SU7开始在香港接受网上预订。"), "小米已开放SU7预订。"),
    (launch("小米SU7在香港接受預訂。"), "小米已开放SU7预订。"),
    (launch("小米公布SU7售价，22万元起。", amount="220000 CNY"), "小米已公布SU7售价，22万元起。"),
    (launch("小米SU7公布价格并正式上市，售价22万元起。", amount="220000 CNY"), "小米已推出SU7，售价22万元起。"),
    (launch("小米SU7上市，售价22万元起，较预售价便宜一万。", amount="220000 CNY"), "小米已推出SU7，售价22万元起。"),
    (launch("小米SU7正在预售，将于9月上市。", phase="planned"), "小米计划推出SU7。"),
    (launch("小米宣布放弃SU7的开发及上市。"), "小米已放弃SU7上市。"),
    (launch("Reservations for the SU7 opened."), "小米已开放SU7预订。"),
]  # fmt: skip


def entry(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    return milestone("byd", "registration", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


def leave(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    return milestone("byd", "approval", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


def recall(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    more = {"subject": "海豹", "agency": "SAMR", **more}
    return milestone("byd", "recall", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# A register or an authority did what the evidence says that it did.
OFFICES = [
    (entry("比亚迪申请了一项外观设计专利。", phase="pending"), "比亚迪已申请外观设计专利。"),
    (entry("上述商标转让获核准。", subject="仰望"), "比亚迪已办理仰望商标或专利转让。"),
    (entry("比亚迪汽车有限公司经营范围变更。", subject="比亚迪汽车有限公司"), "比亚迪已完成工商变更（涉及比亚迪汽车有限公司）。"),
    (entry("比亚迪取得“仰望”商标。", subject="仰望"), "比亚迪已注册商标仰望。"),
    (leave("比亚迪拿到“准生证”。", subject="准生证"), "比亚迪已取得“准生证”。"),
    (leave("比亚迪取得生产资质。"), "比亚迪已取得生产资质。"),
    (leave("比亚迪海豹取得欧盟整车型式认证。"), "比亚迪已取得整车型式认证。"),
    (leave("工信部附条件许可海豹准入。", subject="海豹", agency="MIIT"), "比亚迪已就海豹获得工信部批准（附条件）。"),
    (leave("两款有条件自动驾驶车型获准入。", subject="海豹"), "比亚迪已就海豹获得批准。"),
    (leave("比亚迪已通过上市聆讯。", agency="SFC"), "比亚迪已通过香港证监会上市聆讯。"),
    (leave("VF8获荷兰型式批准。", subject="型式批准", agency="RDW"), "比亚迪已从荷兰车辆管理局取得型式批准。"),
    (entry("比亚迪股份有限公司提交了“仰望”的注册申请。", phase="pending", agency="CNIPA"), "比亚迪已向国家知识产权局提交注册申请。"),
    (leave("工信部发布公告，比亚迪列入其中。", agency="MIIT"), "比亚迪已列入工信部公告。"),
    (leave("工信部公示海豹。", subject="海豹", agency="MIIT"), "比亚迪已由工信部公示海豹。"),
    (leave("工信部公示海豹的申报。", phase="pending", subject="海豹", agency="MIIT"), "比亚迪海豹正由工信部公示。"),
    (recall("市场监管总局公布，比亚迪召回海豹。"), "比亚迪已召回海豹（市场监管总局）。"),
    (recall("比亚迪备案召回海豹。"), "比亚迪已召回海豹，已向市场监管总局备案。"),
    (recall("NHTSA对海豹立案做初步评估。", agency="NHTSA"), "比亚迪已因海豹接受美国国家公路交通安全管理局安全调查。"),
    (recall("市场监管总局公布，比亚迪召回部分海豹。"), "比亚迪已召回部分海豹（市场监管总局）。"),
    (recall("比亚迪召回海豹部分车辆。", agency=""), "比亚迪已召回部分海豹。"),
    (recall("部分海豹因刹车隐患被召回。", agency=""), "比亚迪已召回部分海豹。"),
    (recall("比亚迪召回海豹、部分仰望。", agency="", quantity="500 vehicles"), "比亚迪已召回500辆海豹。"),
    (recall("比亚迪召回海豹，部分地区已开始维修。", agency=""), "比亚迪已召回海豹。"),
    (recall("比亚迪22日向媒体证实，召回海豹。", agency="", when=ON), "比亚迪于2024年8月22日确认召回海豹。"),
    (recall("比亚迪22日宣布召回海豹。", agency="", when=ON), "比亚迪于2024年8月22日召回海豹。"),
    (leave("比亚迪收到中国证监会的境外上市备案通知书。", subject="境外上市备案", agency="CSRC"), "比亚迪已收到中国证监会备案通知书。"),
    (leave("比亞迪已收到備案通知書。"), "比亚迪已收到备案通知书。"),
    (leave("比亚迪的全面批准预计在明年2月前后。", phase="planned"), "比亚迪预计获得批准。"),
    (leave("海豹有望明年通过审批。", phase="planned", subject="海豹", agency="MIIT"), "比亚迪预计就海豹获得工信部批准。"),
    (leave("比亚迪将于明年申请准入。", phase="planned"), "比亚迪计划申请批准。"),
    (leave("比亚迪打算就海豹提交申报。", phase="planned", subject="海豹"), "比亚迪计划就海豹申请批准。"),
    (recall("该机构调查海豹的制动。", subject=""), "比亚迪已接受市场监管总局安全调查。"),
]  # fmt: skip


def plant(evidence: str, *, phase: str = "done", **more: str) -> Milestone:
    more = {"subject": "罗勇", **more}
    return milestone("changan", "factory", phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# Each step of a plant has its own word.
PLANTS = [
    (plant("长安罗勇工厂破土。"), "长安汽车已在罗勇动工建厂。"),
    (plant("长安罗勇工厂打下第一根桩。"), "长安汽车已在罗勇动工建厂。"),
    (plant("罗勇工厂动工，2026年投产。"), "长安汽车已在罗勇动工建厂。"),
    (plant("罗勇工厂今日封顶。"), "长安汽车已完成罗勇工厂封顶。"),
    (plant("罗勇工厂竣工。"), "长安汽车已建成罗勇工厂。"),
    (plant("罗勇工厂竣工投产。"), "长安汽车已建成投产罗勇工厂。"),
    (plant("距开工半年，罗勇工厂揭幕。"), "长安汽车已启用罗勇工厂。"),
    (plant("罗勇工厂17日竣工，从开工到完工不足一年。"), "长安汽车已建成罗勇工厂。"),
    (plant("羅勇新廠舉行開幕式。"), "长安汽车已启用罗勇工厂。"),
    (plant("罗勇工厂扩产。"), "长安汽车已扩建罗勇工厂。"),
    (plant("罗勇工厂的扩建暂停。"), "长安汽车已暂停罗勇工厂建设。"),
    (plant("罗勇工厂停产。"), "长安汽车已停止罗勇工厂生产。"),
    (plant("长安在罗勇的工厂添置电池产线。"), "长安汽车已在罗勇工厂增设产线。"),
    (plant("长安将在罗勇工厂增设一条生产线。", phase="planned"), "长安汽车计划在罗勇工厂增设产线。"),
    (plant("长安将在工厂里新增生产线。", phase="planned", subject=""), "长安汽车计划在现有工厂增设产线。"),
    (plant("长安罗勇工厂建成，新增产能10万辆。"), "长安汽车已建成罗勇工厂。"),
    (plant("罗勇工厂关闭。"), "长安汽车已关闭罗勇工厂。"),
    (plant("长安将在罗勇建厂，2026年投产。", phase="planned"), "长安汽车计划在罗勇建厂。"),
    (plant("年产能后续将提高到20万辆。", phase="planned", quantity="200000 vehicles/year"), "长安汽车计划扩建罗勇工厂，年产能增至20万辆。"),
    (replace(plant("罗勇工厂动工。", quantity="200000 vehicles/year"), support=("公司唯一的基地在江苏常州，产能20万辆。",)), "长安汽车已在罗勇动工建厂。"),
    (replace(plant("罗勇工厂动工。", quantity="200000 vehicles/year"), support=("该厂年产能20万辆。",)), "长安汽车已在罗勇动工建厂，年产能20万辆。"),
    (plant("长安推迟公布罗勇工厂的选址。", phase="delayed"), "长安汽车已推迟公布罗勇工厂项目。"),
    (plant("罗勇工厂满产时间推后。", phase="delayed"), "长安汽车已推迟罗勇工厂满产。"),
    (plant("罗勇项目的总投资额已超过100亿泰铢。", amount="1e10 THB", when="2024-08-22"), "长安汽车已在罗勇建厂，投资超过100亿泰铢。"),
]  # fmt: skip


def money(
    evidence: str, *, phase: str = "done", kind: str = "investment", **more: str
) -> Milestone:
    return milestone("seres", kind, phase, evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# What is bought is told as that: a share, a plant, marks; capital as capital, a loan as a loan.
SUMS = [
    (money("赛力斯收购引望10%股权。", subject="引望10%股权"), "赛力斯已收购引望10%股权。"),
    (money("赛力斯受让滴滴5%股份。", subject="滴滴"), "赛力斯已收购滴滴5%股份。"),
    (money("滴滴股份昨日公告，赛力斯收购滴滴。", subject="滴滴"), "赛力斯已收购滴滴。"),
    (money("赛力斯收购滴滴。", subject="滴滴"), "赛力斯已收购滴滴。"),
    (money("赛力斯入股滴滴，出资1亿元。", subject="滴滴", amount="1e8 CNY"), "赛力斯已向滴滴投资1亿元，涉及部分股权。"),
    (money("赛力斯收购华为持有的商标。", subject="华为"), "赛力斯已从华为收购商标。"),
    (money("赛力斯收购“问界”等系列商标。", subject="问界"), "赛力斯已收购问界商标。"),
    (money("赛力斯買下福特在印度的工廠。", subject="福特"), "赛力斯已从福特收购工厂。"),
    (money("赛力斯收购尚未持有的全部股份。"), "赛力斯已收购尚未持有的股份。"),
    (money("通用甩卖股份，接盘者是滴滴。", subject="滴滴"), "赛力斯已与滴滴达成出售交易。"),
    (money("赛力斯将滴滴收入囊中。", subject="滴滴"), "赛力斯已收购滴滴。"),
    (replace(money("赛力斯打算登陆科创板。", kind="funding", amount="1.8e10 CNY"), support=("A轮融资近180亿元。",)), "赛力斯已上市。"),
    (money("公司完成注册，注册资本10亿元。", amount="1e9 CNY"), "赛力斯已登记注册资本10亿元。"),
    (money("赛力斯（上海）有限公司注册，注册资本10亿元。", amount="1e9 CNY"), "赛力斯已为旗下公司登记注册资本10亿元。"),
    (money("赛力斯汽车有限公司成立，注册资本10亿元。", amount="1e9 CNY"), "赛力斯已登记注册资本10亿元。"),
    (money("赛力斯的控股子公司收购华为持有的商标。", subject="华为"), "赛力斯已从华为收购商标。"),
    (money("新公司成立，注册资本10亿元。", amount="1e9 CNY"), "赛力斯已为旗下公司登记注册资本10亿元。"),
    (money("能源部有条件同意向赛力斯贷款。", kind="funding", phase="pending", amount="1e9 USD"), "赛力斯已获得有条件贷款承诺10亿美元。"),
    (money("赛力斯22日获得有条件贷款承诺。", kind="funding", phase="pending", amount="1e9 USD", when=ON), "赛力斯于2024年8月22日获得有条件贷款承诺10亿美元。"),
    (money("赛力斯向能源部申请贷款。", kind="funding", phase="pending", amount="1e9 USD"), "赛力斯正申请贷款10亿美元。"),
    (money("赛力斯22日公告，滴滴私有化交易已经完成。", subject="滴滴", when=ON), "赛力斯于2024年8月22日宣布完成收购滴滴。"),
    (money("賽力斯22日宣布，已完成對滴滴的收購。", subject="滴滴", when=ON), "赛力斯于2024年8月22日宣布完成收购滴滴。"),
    (money("赛力斯22日宣布收购滴滴。", subject="滴滴", when=ON), "赛力斯于2024年8月22日宣布收购滴滴。"),
    (money("基金规模72亿元，赛力斯认缴5亿元。", amount="5e8 CNY"), "赛力斯已认缴出资5亿元。"),
    (money("赛力斯拟以5亿元买下滴滴。", subject="滴滴", amount="5e8 CNY"), "赛力斯拟以5亿元收购滴滴。"),
    (money("赛力斯与滴滴达成出售股权的协议。", subject="滴滴"), "赛力斯已与滴滴达成出售交易。"),
    (money("赛力斯以约5億元收購滴滴。", subject="滴滴", amount="5e8 CNY"), "赛力斯已以约5亿元收购滴滴。"),
    (money("招股书称，公司完成C轮融资。", kind="funding", amount="1e9 CNY"), "赛力斯已融资10亿元。"),
    (money("在产权交易所挂牌的增资扩股完成。", kind="funding", amount="1e9 CNY"), "赛力斯已融资10亿元。"),
    (money("赛力斯今起招股。", kind="funding"), "赛力斯已为上市招股。"),
    (money("赛力斯叫停上市。", kind="funding"), "赛力斯已取消上市计划。"),
    (money("赛力斯取消子公司Nova的首次公开募股。", kind="funding", phase="planned"), "赛力斯计划取消Nova上市计划。"),
    (money("能源部附条件批准贷款。", kind="funding", amount="1e9 USD"), "赛力斯已获得贷款10亿美元（附条件）。"),
]  # fmt: skip


def done(kind: str, evidence: str, **more: str) -> Milestone:
    more = {"when": ON, **more}
    return milestone("byd", kind, "done", evidence=evidence, **more)  # type: ignore[arg-type] # slots by name


# A day that is only that of the saying is told as that, by whoever said it.
DAYS = [
    (done("partnership", "22日，比亚迪公告，与滴滴达成合作。", subject="滴滴"), "比亚迪于2024年8月22日宣布与滴滴达成合作。"),
    (done("partnership", "比亚迪与滴滴22日达成合作。", subject="滴滴"), "比亚迪于2024年8月22日与滴滴达成合作。"),
    (done("partnership", "22日，比亚迪与滴滴签约，宣布合作。", subject="滴滴"), "比亚迪于2024年8月22日与滴滴达成合作。"),
    (done("investment", "滴滴22日披露，比亚迪收购其资产。", subject="滴滴"), "比亚迪收购滴滴（2024年8月22日披露）。"),
    (done("registration", "22日消息，比亚迪官宣，子公司完成注册。"), "比亚迪于2024年8月22日宣布注册公司。"),
    (done("registration", "商标局22日公布，“仰望”商标注册。", subject="仰望"), "比亚迪于2024年8月22日注册商标仰望。"),
    (done("production", "比亚迪22日宣布，海豹已经投产。", subject="海豹"), "比亚迪于2024年8月22日宣布投产海豹。"),
    (done("production", "比亚迪宣布，海豹于22日投产。", subject="海豹"), "比亚迪于2024年8月22日投产海豹。"),
    (replace(done("approval", "媒体从目录里看到，比亚迪拿下资质。", subject="资质"), support=("滴滴22日披露，资产已售。",)), "比亚迪已取得资质。"),
    (done("company_setup", "比亚迪22日宣布将成立新公司。"), "比亚迪于2024年8月22日宣布将成立新公司。"),
    (done("production", "工厂自22日起不再组装海豹。", subject="海豹"), "比亚迪自2024年8月22日起停产海豹。"),
    (done("production", "海豹22日起停产。", subject="海豹"), "比亚迪自2024年8月22日起停产海豹。"),
    (milestone("byd", "launch", "planned", evidence="从今年12月起推出五款纯电SUV。", subject="五款纯电SUV", when="2024-12-01/2024-12-31"), "比亚迪计划自2024年12月起推出五款纯电SUV。"),
    (milestone("byd", "production", "delayed", evidence="工厂将推迟竣工，原定2025年上半年投产。", when="2025-01-01/2025-06-30"), "比亚迪推迟原定2025年上半年的投产。"),
    (milestone("byd", "production", "delayed", evidence="投产由原定的2024年推迟到2025年上半年。", when="2025-01-01/2025-06-30"), "比亚迪将投产推迟至2025年上半年。"),
]  # fmt: skip


def joint(evidence: str, *, phase: str = "done") -> list[Milestone]:
    """An agreement of two, as a text tells it of both."""
    sides = ("byd", "宁德时代"), ("catl", "比亚迪")
    return [
        milestone(one, "partnership", phase, evidence=evidence, subject=other, when=ON)
        for one, other in sides
    ]


# What one side alone makes known is not announced by both.
SIDES = [
    (joint("宁德时代22日宣布，与比亚迪达成合作。"), "比亚迪和宁德时代达成合作（2024年8月22日披露）。"),
    (joint("比亚迪周四透露，与宁德时代签署备忘录。"), "比亚迪和宁德时代签署备忘录（2024年8月22日披露）。"),
    (joint("比亚迪与宁德时代22日宣布达成合作。"), "比亚迪和宁德时代于2024年8月22日宣布达成合作。"),
    (joint("比亚迪、宁德时代双方22日宣布合作。"), "比亚迪和宁德时代于2024年8月22日宣布达成合作。"),
    (joint("比亚迪与宁德时代22日签约。"), "比亚迪和宁德时代于2024年8月22日达成合作。"),
    (joint("宁德时代周四表示，与比亚迪的合资公司将散场。", phase="cancelled"), "比亚迪和宁德时代终止合资（2024年8月22日披露）。"),
    (joint("宁德时代周四表示，与比亚迪的项目不做了。", phase="cancelled"), "比亚迪和宁德时代终止合作（2024年8月22日披露）。"),
    (joint("比亚迪取消宁德时代的订单。", phase="cancelled"), "比亚迪于2024年8月22日宣布终止与宁德时代的合作。"),
    (joint("比亚迪已撤掉与宁德时代签下的合同。", phase="cancelled"), "比亚迪于2024年8月22日宣布终止与宁德时代的合作。"),
    (joint("因交货太慢，宁德时代终止了比亚迪的订单。", phase="cancelled"), "宁德时代于2024年8月22日宣布终止与比亚迪的合作。"),
    (joint("宁德时代和比亚迪取消订单。", phase="cancelled"), "比亚迪和宁德时代于2024年8月22日宣布终止合作。"),
    (joint("比亚迪与宁德时代22日宣布终止合作。", phase="cancelled"), "比亚迪和宁德时代于2024年8月22日宣布终止合作。"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "words"), SIDES, ids=[steps[0].evidence for steps, _ in SIDES])
def test_both_announce_what_both_make_known(steps: list[Milestone], words: str) -> None:
    assert gist(steps, load(), language="zh", day=DAY) == words


# A count is of what the evidence counts, and a place is where it says that something is.
COUNTS = [
    (done("production", "一辆海豹驶下，让比亚迪的累计产量达到1000万辆。", quantity="10000000 vehicles", subject="海豹"), "比亚迪于2024年8月22日累计生产1000万辆。"),
    (done("delivery", "比亚迪卖出的纯电车是10万辆。", quantity="100000 vehicles"), "比亚迪于2024年8月22日交付10万辆电动车。"),
    (done("delivery", "纯电和插混共10万辆。", quantity="100000 vehicles"), "比亚迪于2024年8月22日交付10万辆。"),
    (done("production", "第一百万台整车完成组装。", quantity="1000000 vehicles"), "比亚迪于2024年8月22日实现第100万辆车下线。"),
    (milestone("byd", "infrastructure", "planned", evidence="2026年将充电站增至1万座。", quantity="10000 stations"), "比亚迪计划累计建成1万座充电站。"),
    (milestone("byd", "infrastructure", "done", evidence="第2万根超充桩装到三亚。", quantity="20000 stations"), "比亚迪已建成第2万根充电桩。"),
    (milestone("byd", "infrastructure", "planned", evidence="部署10万根超充桩。", quantity="100000 stations"), "比亚迪计划建成10万根充电桩。"),
    (milestone("byd", "infrastructure", "done", evidence="比亚迪向其他品牌开放充电网络，首批10座。", quantity="10 stations"), "比亚迪已开放10座充电站。"),
    (milestone("byd", "production", "planned", evidence="坎顿工厂将生产电动车。", subject="坎顿"), "比亚迪计划在坎顿投产电动车。"),
    (milestone("byd", "production", "done", evidence="工厂已开始生产电芯。"), "比亚迪已投产电芯。"),
    (milestone("byd", "production", "done", evidence="电动车工厂已投产。"), "比亚迪已投产。"),
    (milestone("byd", "delivery", "done", evidence="交付4.8万辆，首款纯电SUV推迟到明年上半年。", quantity="48000 vehicles", when="2024-07-01/2024-07-31"), "比亚迪于2024年7月交付4.8万辆。"),
    (milestone("byd", "delivery", "done", evidence="交付4.8万辆，新厂到明年投产。", quantity="48000 vehicles", when="2024-07-01/2024-07-31"), "比亚迪于2024年7月交付4.8万辆。"),
    (milestone("byd", "delivery", "done", evidence="到7月底，累计交付4.8万辆。", quantity="48000 vehicles", when="2024-07-01/2024-07-31"), "比亚迪截至2024年7月底已累计交付4.8万辆。"),
    (done("delivery", "比亚迪在华零售69辆。", quantity="69 vehicles"), "比亚迪于2024年8月22日在中国交付69辆。"),
    (done("delivery", "比亚迪海外卖出1.8万辆。", quantity="18000 vehicles"), "比亚迪于2024年8月22日在海外交付1.8万辆。"),
    (done("delivery", "比亚迪交付1.8万辆，包括海外。", quantity="18000 vehicles"), "比亚迪于2024年8月22日交付1.8万辆。"),
    (milestone("byd", "production", "planned", evidence="《日本经济新闻》称，比亚迪将生产汽车。", subject="日本", quantity="1000 vehicles"), "比亚迪计划生产1000辆。"),
    (done("market_entry", "比亚迪在印尼首都雅加达宣布进入当地市场。", subject="雅加达"), "比亚迪于2024年8月22日进入印度尼西亚市场。"),
    (milestone("byd", "testing", "done", evidence="工厂开始试生产，将用来造海豹。", subject="海豹"), "比亚迪已试生产。"),
    (milestone("byd", "restructuring", "pending", evidence="比亚迪正在裁减1000人。", quantity="1000 jobs"), "比亚迪正在裁减1000个岗位。"),
    (milestone("byd", "restructuring", "done", evidence="有部门就地解散。"), "比亚迪已解散部门、团队或项目。"),
    (milestone("byd", "restructuring", "done", evidence="比亚迪申请破产保护，将出售资产。"), "比亚迪已申请破产。"),
    (milestone("byd", "restructuring", "planned", evidence="比亚迪将关闭慕尼黑办公室。"), "比亚迪计划关闭部分机构。"),
    (milestone("byd", "restructuring", "done", evidence="公司将减少一成岗位。"), "比亚迪已裁减岗位。"),
    (milestone("byd", "restructuring", "done", evidence="CEO宣布砍掉赔钱的项目。"), "比亚迪已终止部分项目。"),
    (milestone("byd", "restructuring", "done", evidence="首席执行官卸任。"), "比亚迪已更换负责人。"),
    (milestone("byd", "testing", "done", evidence="比亚迪开始路测。"), "比亚迪已开始测试。"),
    (milestone("byd", "testing", "done", evidence="比亚迪完成测试。"), "比亚迪已测试新车。"),
    (milestone("byd", "restructuring", "done", evidence="比亚迪任命李娜（Na Li of Shenzhen）为首席执行官。"), "比亚迪已更换负责人。"),
    (milestone("byd", "restructuring", "done", evidence="法院已受理其预重整申请。"), "比亚迪已进入预重整程序。"),
    (milestone("byd", "restructuring", "done", evidence="比亚迪发表联合声明，善后员工社保。"), "比亚迪已调整业务。"),
    (milestone("byd", "company_setup", "done", evidence="比亚迪与滴滴共同组建公司。", subject="滴滴"), "比亚迪已成立新公司。"),
    (milestone("byd", "company_setup", "done", evidence="比亚迪发布全新品牌“仰望”。", subject="仰望"), "比亚迪已推出仰望品牌。"),
    (milestone("byd", "factory", "cancelled", evidence="比亚迪退出罗勇工厂。", subject="罗勇"), "比亚迪已退出罗勇工厂项目。"),
    (milestone("byd", "investment", "done", evidence="收购滴滴的申请获交易所受理。", subject="滴滴"), "比亚迪已就收购滴滴提交申请。"),
    (milestone("byd", "launch", "done", evidence="海豹上市百日，累计大定一万。", subject="海豹", quantity="10000 orders"), "比亚迪已累计获得1万单海豹订单。"),
    (milestone("byd", "funding", "done", evidence="比亚迪正探讨二次上市。"), "比亚迪拟上市。"),
]  # fmt: skip

EVERY = [*AGREEMENTS, *SALES, *OFFICES, *PLANTS, *SUMS, *DAYS, *COUNTS]


@pytest.mark.parametrize(("step", "words"), EVERY, ids=[step.evidence for step, _ in EVERY])
def test_a_clause_claims_no_more_than_its_evidence(step: Milestone, words: str) -> None:
    assert said(step) == words


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("小米8月在香港售出2000辆。", "小米已在香港交付2000辆。"),
        ("小米8月在印度尼西亚售出2000辆。", "小米已在印度尼西亚交付2000辆。"),
        ("小米8月在德国和法国售出2000辆。", "小米已交付2000辆。"),
        ("小米8月售出2000辆。", "小米已交付2000辆。"),
        ("在美国上市的小米8月交付2000辆。", "小米已交付2000辆。"),
        ("小米在德国工厂生产的车8月交付2000辆。", "小米已交付2000辆。"),
    ],
)
def test_cars_of_one_market_are_told_as_such(evidence: str, told: str) -> None:
    sold = milestone(kind="delivery", quantity="2000 vehicles", evidence=evidence)

    assert said(sold) == told
