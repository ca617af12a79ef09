"""English claims no more of a step than its evidence does: a memorandum is no deal, a line no plant."""

from dataclasses import replace
from datetime import date

import pytest

from bot.stories.english_claims import part_paid_for
from bot.stories.summary import gist
from storage.records import Milestone
from tests.fakes_stories import catalogue, milestone

DAY = date(2023, 8, 24)


def deal(evidence: str, phase: str = "done", **slots: str) -> Milestone:
    return milestone(
        kind="partnership",
        phase=phase,
        evidence=evidence,
        **{"subject": "Geely", **slots},  # type: ignore[arg-type] # slots by name
    )


DEALS = [
    (deal("It signed a memorandum of understanding with Geely."), "Xiaomi has signed a memorandum of understanding with Geely."),
    (deal("It and Geely agreed on a term sheet."), "Xiaomi has agreed on a term sheet with Geely."),
    (deal("A framework agreement with Geely was signed."), "Xiaomi has signed a framework agreement with Geely."),
    (deal("An MoU with Geely on a joint venture was inked."), "Xiaomi has signed a memorandum of understanding with Geely on a joint venture."),
    (deal("It has sent Geely a letter of intent."), "Xiaomi has agreed on a letter of intent with Geely."),
    (deal("It and Geely are agreed in principle."), "Xiaomi has agreed on a deal in principle with Geely."),
    (deal("小米与吉利签署战略合作框架协议"), "Xiaomi has signed a framework agreement with Geely."),
    (deal("It agreed with Geely on a joint venture."), "Xiaomi has agreed on a joint venture with Geely."),
    (deal("Talks with Geely broke down.", "cancelled"), "Xiaomi has ended talks with Geely."),
    (deal("Talks about a joint venture with Geely fell through.", "cancelled"), "Xiaomi has ended talks with Geely."),
    (deal("It agreed with Geely to dissolve their joint venture.", "cancelled"), "Xiaomi has decided to end the joint venture with Geely."),
    (deal("It terminated a supply contract with Geely.", "cancelled"), "Xiaomi has ended the supply deal with Geely."),
    (deal("It cancelled an order worth 2 billion euros with Geely.", "cancelled", amount="2e9 EUR"), "Xiaomi has ended the order worth 2 billion euros with Geely."),
    (deal("It dropped the planned joint venture with Geely.", "cancelled"), "Xiaomi has dropped plans for the joint venture with Geely."),
    (deal("Geely placed an order for vans with Xiaomi.", quantity="900 vehicles"), "Xiaomi has won an order from Geely, for 900 vehicles."),
    (deal("Xiaomi placed an order for cells with Geely."), "Xiaomi has agreed on a partnership with Geely."),
    (deal("It agreed with Geely to establish a supply chain."), "Xiaomi has agreed on a partnership with Geely."),
    (deal("It parts ways with Geely.", "cancelled"), "Xiaomi has ended the partnership with Geely."),
    (deal("Geely cancels an order because the cells are late.", "cancelled"), "Xiaomi has lost the order with Geely."),
    (deal("Its contract with Geely has ended with a quarrel.", "cancelled"), "Xiaomi has ended the contract with Geely."),
    (deal("Its contract with Geely ended in March.", "cancelled"), "Xiaomi has ended the contract with Geely."),
    (deal("Its supply deal with Geely ends the old order.", "cancelled"), "Xiaomi has ended the supply deal with Geely."),
    (deal("Xiaomi left the venture with Geely quite suddenly.", "cancelled"), "Xiaomi has ended the partnership with Geely."),
    (deal("It pulled out after the shares of Geely dropped the most.", "cancelled"), "Xiaomi has ended the partnership with Geely."),
    (deal("Geely ended the contract in March.", "cancelled"), "Xiaomi has lost the contract with Geely."),
    (deal("Xiaomi and Geely give up their joint plan.", "cancelled"), "Xiaomi has ended a joint project with Geely."),
]  # fmt: skip

LAUNCHES = [
    (milestone(kind="launch", subject="SU7", evidence="It opened reservations for the SU7."), "Xiaomi has opened reservations for the SU7."),
    (milestone(kind="launch", subject="SU7", evidence="Bookings for the SU7 opened."), "Xiaomi has opened bookings for the SU7."),
    (milestone(kind="launch", subject="SU7", evidence="It began taking orders for the SU7."), "Xiaomi has opened orders for the SU7."),
    (milestone(kind="launch", subject="SU7", evidence="SU7开启预售"), "Xiaomi has opened pre-sales for the SU7."),
    (milestone(kind="launch", subject="SU7", phase="planned", evidence="Pre-orders for the SU7 start in May."), "Xiaomi plans to open pre-orders for the SU7."),
    (milestone(kind="launch", subject="SU7", evidence="It launched the SU7; orders are taken from today."), "Xiaomi has launched the SU7."),
    (milestone(kind="launch", amount="21490 EUR", subject="SU7", evidence="The SU7 costs 21,490 euros."), "Xiaomi has priced the SU7 at 21,490 euros."),
    (milestone(kind="launch", amount="21490 EUR", subject="SU7", evidence="It launched the SU7, which costs 21,490 euros."), "Xiaomi has launched the SU7, priced at 21,490 euros."),
    (milestone(kind="launch", amount="21490 EUR", evidence="It launched its new car at 21,490 euros."), "Xiaomi has launched a new model, priced at 21,490 euros."),
    (milestone(kind="launch", amount="21490 EUR", evidence="It launched a version at 21,490 euros in New York."), "Xiaomi has launched a model, priced at 21,490 euros."),
    (milestone(kind="unveil", evidence="It put a second car on stage."), "Xiaomi has unveiled a model."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="launched at US$30,000"), "Xiaomi has launched the SU7, priced at 30,000 US dollars."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="launched in Australia at $30,000"), "Xiaomi has launched the SU7, priced at $30,000."),
]  # fmt: skip

PAPERS = [
    (milestone(kind="registration", evidence="It filed eight patent applications for a gearbox."), "Xiaomi has filed patents."),
    (milestone(kind="registration", evidence="It filed a patent for a gearbox."), "Xiaomi has filed a patent."),
    (milestone(kind="registration", subject="VF3", evidence="The design of the VF3 has been registered."), "Xiaomi has registered the design of VF3."),
    (milestone(kind="registration", subject="VF3", agency="Indian patent office", evidence="The patent office published the drawings of the VF3."), "Xiaomi has had the design of VF3 published by the Indian patent office."),
    (milestone(kind="registration", evidence="A design patent was filed."), "Xiaomi has registered a design."),
    (milestone(kind="registration", subject="EQ5", evidence="It protected the names EQ5 and EQ6 at the patent office."), "Xiaomi has registered trademarks such as EQ5."),
    (milestone(kind="registration", subject="EQ5 and EQ6", phase="pending", evidence="It applied for the trademarks EQ5 and EQ6."), "Xiaomi applied for the trademarks EQ5 and EQ6."),
    (milestone(kind="registration", evidence="It registered a company by the name of Phone Cars."), "Xiaomi has registered a company."),
    (milestone(kind="registration", evidence="It filed a patent."), "Xiaomi has filed a patent."),
    (milestone(kind="recall", quantity="900 vehicles", agency="SAMR", evidence="The SAMR oversees the recall of 900 cars."), "Xiaomi has recalled 900 vehicles, overseen by the SAMR."),
    (milestone(kind="recall", quantity="900 vehicles", agency="NHTSA", evidence="It recalls 900 cars, the NHTSA said."), "Xiaomi has recalled 900 vehicles, according to the NHTSA."),
    (milestone(kind="recall", quantity="900 vehicles", agency="SAMR", evidence="小米向国家市场监督管理总局备案了召回计划，召回900辆"), "Xiaomi has recalled 900 vehicles, filed with the SAMR."),
    (milestone(kind="recall", quantity="900 vehicles", agency="NHTSA", evidence="It recalls 900 cars in the United States."), "Xiaomi has recalled 900 vehicles (NHTSA)."),
    (milestone(evidence="It was handed the second partial permit."), "Xiaomi has obtained a partial permit."),
    (milestone(evidence="It got conditional permits for Level 3.", agency="MIIT", subject="Level 3"), "Xiaomi has obtained conditional approval from the MIIT for Level 3."),
    (milestone(evidence="The KBA has granted type approval to the SU7.", agency="KBA", subject="SU7"), "Xiaomi has obtained type approval from the KBA for the SU7."),
    (milestone(evidence="The first number plate was issued to it."), "Xiaomi has obtained a number plate."),
    (milestone(evidence="The EPA has certified the SU7.", agency="EPA", subject="SU7"), "Xiaomi has obtained certification from the EPA for the SU7."),
    (milestone(evidence="The state said yes."), "Xiaomi has been granted an approval."),
    (milestone(evidence="The state said yes to the merger.", agency="European Commission"), "Xiaomi has been cleared by the European Commission."),
]  # fmt: skip

PLANTS = [
    (milestone(kind="factory", phase="cancelled", subject="Brussels", evidence="The gates of the works in Brussels closed for good."), "Xiaomi has closed its plant in Brussels."),
    (milestone(kind="factory", phase="planned", subject="Szeged", evidence="A plant is to rise in Szeged, close to the car lines."), "Xiaomi plans to build a plant in Szeged."),
    (milestone(kind="factory", phase="cancelled", subject="Szeged", evidence="It will not build the plant in Szeged."), "Xiaomi has dropped its plant in Szeged."),
    (milestone(kind="factory", phase="cancelled", subject="Szeged", evidence="It gives up the works in Szeged, where the last car was built in May."), "Xiaomi has given up its plant in Szeged."),
    (milestone(kind="factory", subject="Rayong", evidence="It started up a plant in Rayong."), "Xiaomi has started up a plant in Rayong."),
    (milestone(kind="factory", subject="Rayong", evidence="It cut the ribbon on its factory in Rayong."), "Xiaomi has opened a plant in Rayong."),
    (milestone(kind="factory", subject="Rayong", evidence="It inaugurated a third assembly line at its plant in Rayong."), "Xiaomi has opened a third assembly line in Rayong."),
    (milestone(kind="factory", phase="pending", evidence="It is building a pilot line in its oldest plant."), "Xiaomi is building a pilot line."),
    (milestone(kind="factory", evidence="Its second phase was completed."), "Xiaomi has completed the second phase of its plant."),
    (milestone(kind="factory", subject="Rayong", evidence="It opened a plant with two assembly lines in Rayong."), "Xiaomi has opened a plant in Rayong."),
    (milestone(kind="factory", evidence="It started work on the extension of its plant."), "Xiaomi has broken ground on the extension of its plant."),
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="It has given up assembling the SU7."), "Xiaomi has ended production of the SU7."),
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="The last SU7 was built in May."), "Xiaomi has ended production of the SU7."),
    (milestone(kind="restructuring", evidence="It filed for Chapter 11 and will sell what it has."), "Xiaomi has filed for insolvency."),
    (milestone(kind="restructuring", evidence="It is not bankrupt, it said, and denied the story."), "Xiaomi has announced a restructuring."),
    (milestone(kind="restructuring", phase="planned", evidence="It will close the Munich office and dismiss its staff."), "Xiaomi plans to close the Munich office."),
    (milestone(kind="restructuring", phase="planned", evidence="Its European head office will be shut in May."), "Xiaomi plans to close its European head office."),
    (milestone(kind="restructuring", evidence="Its chief executive told the staff of the new order."), "Xiaomi has announced a restructuring."),
    (milestone(kind="restructuring", evidence="Its chief executive stepped down."), "Xiaomi has changed its leadership."),
    (milestone(kind="restructuring", amount="1.9e9 USD", evidence="It wrote off $1.9 billion."), "Xiaomi has written off $1.9 billion."),
]  # fmt: skip

SUMS = [
    (milestone(kind="investment", phase="planned", subject="Yinwang", amount="1.15e10 CNY", evidence="It will buy 10 percent of Yinwang for 11.5 billion yuan."), "Xiaomi plans to pay 11.5 billion yuan for 10% of Yinwang."),
    (milestone(kind="investment", phase="planned", subject="Panasonic", evidence="It has agreed with Panasonic to buy the 19.5 percent of Primearth EV Energy Co. that it does not own."), "Xiaomi plans to buy 19.5% of Primearth EV Energy."),
    (milestone(kind="investment", subject="Factorial", evidence="It bought into Factorial."), "Xiaomi has bought into Factorial."),
    (milestone(kind="investment", subject="Factorial", evidence="It took a stake in Factorial."), "Xiaomi has taken a stake in Factorial."),
    (milestone(kind="investment", subject="Renault", evidence="It bought 34 percent of Renault Korea."), "Xiaomi has bought 34% of Renault Korea."),
    (milestone(kind="investment", phase="planned", amount="9e8 EUR", subject="Northvolt", evidence="It puts in 900 million euros and gets some 20 percent of Northvolt."), "Xiaomi plans to pay 900 million euros for about 20% of Northvolt."),
    (milestone(kind="investment", amount="5e8 CNY", evidence="The firm has a registered capital of 500 million yuan."), "Xiaomi has put up 500 million yuan of registered capital."),
    (milestone(kind="investment", phase="planned", amount="5e8 EUR", evidence="It has set aside 500 million euros."), "Xiaomi plans to commit 500 million euros."),
    (milestone(kind="investment", phase="planned", amount="5e8 EUR", evidence="It will spend 500 million euros."), "Xiaomi plans to spend 500 million euros."),
    (milestone(kind="investment", phase="planned", amount="5e8 EUR", subject="Geely", evidence="It will put 500 million euros into Geely."), "Xiaomi plans to invest 500 million euros in Geely."),
    (milestone(kind="investment", phase="planned", amount="2.3e8 EUR", subject="Lordstown Motors", evidence="It agreed to buy the factory of Lordstown Motors."), "Xiaomi plans to buy a plant of Lordstown Motors for 230 million euros."),
    (milestone(kind="funding", agency="DOE", amount="2.5e9 USD", evidence="The DOE closed a loan of $2.5 billion."), "Xiaomi has got a loan of $2.5 billion from the DOE."),
    (milestone(kind="funding", agency="DOE", phase="planned", amount="2.5e9 USD", evidence="The DOE made a conditional commitment of $2.5 billion for a loan."), "Xiaomi plans to get a conditional loan of $2.5 billion from the DOE."),
    (milestone(kind="funding", agency="METI", phase="planned", subject="Subaru", amount="1.5e11 JPY", evidence="METI will pay 150 billion yen for cells for Subaru."), "Xiaomi plans to get 150 billion yen from the METI."),
    (milestone(kind="funding", phase="planned", subject="Temasek", amount="1.2e10 INR", evidence="Temasek to pump Rs 1,200 crore into its car arm"), "Xiaomi plans to raise 12 billion rupees from Temasek."),
    (milestone(kind="company_setup", subject="ElectriCity", when="2023-08-23", evidence="It announced on Wednesday the creation of ElectriCity."), "Xiaomi announced the founding of ElectriCity on 23 August 2023."),
    (milestone(kind="company_setup", evidence="It said that it will set up a company."), "Xiaomi has announced the founding of a company."),
    (milestone(kind="company_setup", subject="ElectriCity", evidence="It set up ElectriCity."), "Xiaomi has set up ElectriCity."),
]  # fmt: skip

DAYS = [
    (deal("Xiaomi said Wednesday it had signed a contract with Geely.", when="2023-08-23"), "Xiaomi has agreed on a partnership with Geely (announced on 23 August 2023)."),
    (deal("BEIJING, Aug. 23 -- Xiaomi said Wednesday it had teamed up with Geely.", when="2023-08-23"), "Xiaomi has agreed on a partnership with Geely (announced on 23 August 2023)."),
    (milestone(agency="EPA", subject="SU7", when="2023-08-23", evidence="The EPA has certified the SU7, the company said on 23 August."), "Xiaomi has obtained certification from the EPA for the SU7 (announced on 23 August 2023)."),
    (milestone(agency="KBA", subject="SU7", when="2023-08-24", evidence="The KBA has granted type approval for the SU7, the firm announced today."), "Xiaomi has obtained type approval from the KBA for the SU7 (announced on 24 August 2023)."),
    (milestone(agency="EPA", subject="SU7", when="2023-08-22", evidence="It has certified the SU7 on Tuesday, the EPA said on Wednesday."), "Xiaomi obtained certification from the EPA for the SU7 on 22 August 2023."),
    (milestone(kind="production", subject="SU7", when="2023-08-23", evidence="It began production of the SU7 on Wednesday, it said."), "Xiaomi began production of the SU7 on 23 August 2023."),
    (deal("It announced today an agreement with Geely.", when="2023-08-24"), "Xiaomi agreed on a partnership with Geely on 24 August 2023."),
    (deal("It has signed a contract with Geely, it reported on Wednesday.", when="2023-08-23", certainty="reported"), "Xiaomi has reportedly agreed on a partnership with Geely (reported on 23 August 2023)."),
    (milestone(kind="testing", subject="SU7", when="2023-01-01/2023-01-31", evidence="Since January it has been testing the SU7 on ice."), "Xiaomi has tested the SU7 since January 2023."),
    (milestone(kind="testing", subject="SU7", when="2022-11-01/2022-11-30", evidence="Prototypes of the SU7 have run since last November."), "Xiaomi has tested the SU7 since November 2022."),
    (milestone(kind="production", subject="SU7", when="2023-01-01/2023-01-31", evidence="It has begun making the SU7, which it sells since January."), "Xiaomi began production of the SU7 in January 2023."),
]  # fmt: skip

MORE_DAYS = [
    (milestone(kind="production", phase="cancelled", subject="SU7", when="2023-08-23", evidence="Aug 23 (wire) - Xiaomi has ended production of the SU7."), "Xiaomi has ended production of the SU7 (reported on 23 August 2023)."),
    (milestone(kind="factory", phase="planned", subject="Rayong", when="2023-08-24", evidence="It will build a plant in Rayong, it said today."), "Xiaomi plans to build a plant in Rayong."),
    (milestone(kind="funding", agency="DOE", when="2023-08-24", evidence="WASHINGTON, Aug 24 - A month before the vote, the U.S. Department of Energy has closed a loan."), "Xiaomi has got a loan from the DOE (reported on 24 August 2023)."),
    (milestone(kind="registration", when="2023-08-24", evidence="Taipei, Aug. 24 Xiaomi Co. has registered a new company."), "Xiaomi has registered a company (reported on 24 August 2023)."),
    (milestone(kind="factory", subject="Rayong", when="2023-08-24", evidence="RAYONG, Aug. 24 -- Xiaomi opened a plant, which has created 500 jobs."), "Xiaomi opened a plant in Rayong on 24 August 2023."),
    (milestone(kind="launch", phase="planned", subject="SU7", when="2023-08-24", evidence="It will launch the SU7 today."), "Xiaomi plans to launch the SU7 on 24 August 2023."),
]  # fmt: skip

OBJECTS = [
    (milestone(kind="production", subject="Enyaq", evidence="The first battery systems for the Enyaq left the line."), "Xiaomi has begun production of battery systems."),
    (milestone(kind="production", phase="planned", subject="E-Transit", evidence="The plant starts making cells for the E-Transit."), "Xiaomi plans to begin production of cells."),
    (milestone(kind="production", phase="planned", subject="Gravity", evidence="The batteries are meant for the Gravity, production of which begins soon."), "Xiaomi plans to begin production of the Gravity."),
    (milestone(kind="delivery", phase="planned", subject="Polestar 5", evidence="Deliveries of the modules start soon."), "Xiaomi plans to begin deliveries of modules."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="The SU7 is built with cells of CATL; production starts soon."), "Xiaomi plans to begin production of the SU7."),
    (milestone(kind="production", phase="cancelled", subject="T03", evidence="It has given up assembling the T03 at its Tychy works."), "Xiaomi has ended production of the T03 at its Tychy works."),
    (milestone(agency="KBA", subject="SU7", evidence="The KBA has granted type approval for the Personal Pilot L3 of the SU7."), "Xiaomi has obtained type approval from the KBA for the Personal Pilot L3."),
    (milestone(agency="KBA", subject="SU7", evidence="The KBA has granted type approval for the SU7 Max."), "Xiaomi has obtained type approval from the KBA for the SU7."),
    (milestone(kind="launch", phase="planned", subject="SU7", amount="40000 EUR", evidence="The dearest SU7 stands at 40,000 euros; it starts at 30,000 euros."), "Xiaomi plans to price the SU7 at 40,000 euros."),
    (milestone(kind="factory", subject="Rayong", quantity="650000 vehicles/year", evidence="It opened a plant in Rayong, which lifts capacity by 650,000 cars to 1,970,000."), "Xiaomi has opened a plant in Rayong, with a capacity of 650,000 vehicles a year."),
    (milestone(kind="market_entry", phase="planned", evidence="It will return to the Japanese car market."), "Xiaomi plans to return to the Japanese car market."),
    (milestone(kind="market_entry", phase="planned", evidence="It aims at the Indian market."), "Xiaomi plans to enter the Indian market."),
    (milestone(kind="production", subject="SU7", evidence="It built the first pre-series cars of the SU7."), "Xiaomi has built pre-series cars of the SU7."),
    (milestone(kind="production", subject="SU7", evidence="Series production of the SU7 began after pre-series cars."), "Xiaomi has begun production of the SU7."),
    (milestone(kind="factory", phase="pending", quantity="2000 vehicles/year", evidence="It is building a pilot line for the batteries of some 2,000 cars a year."), "Xiaomi is building a pilot line, with a capacity of batteries for about 2,000 vehicles a year."),
    (milestone(kind="infrastructure", quantity="1 stations", evidence="It opened its first North American charging hub."), "Xiaomi has opened its first North American charging station."),
    (milestone(kind="infrastructure", quantity="1 stations", evidence="It opened its first charging hub in Europe, in Mannheim.", subject="Mannheim"), "Xiaomi has opened its first charging station in Europe."),
    (milestone(kind="launch", subject="SU7", quantity="65000 orders", evidence="It has taken close to 65,000 reservations for the SU7."), "Xiaomi has taken nearly 65,000 orders for the SU7."),
]  # fmt: skip

MATTERS = [
    (milestone(kind="restructuring", evidence="It hires the former chief of Canoo."), "Xiaomi has hired a manager."),
    (milestone(kind="restructuring", quantity="150 jobs", when="2023-08-21", evidence="About 150 people have to go, it said on Monday."), "Xiaomi cut about 150 jobs on 21 August 2023."),
    (milestone(kind="company_setup", subject="ElectriCity", when="2023-08-23", evidence="It said on Wednesday that it has decided on the creation of ElectriCity."), "Xiaomi announced the founding of ElectriCity on 23 August 2023."),
    (milestone(kind="restructuring", evidence="It named Lei Jun, head of its phones, as new chief executive."), "Xiaomi has changed its leadership."),
    (milestone(kind="restructuring", evidence="It said that it would end the development of its saloon."), "Xiaomi has decided to end the development of a model."),
    (milestone(kind="restructuring", subject="SU7", evidence="It ended the development of the SU7."), "Xiaomi has decided to end the development of SU7."),
    (milestone(kind="restructuring", amount="5e8 EUR", evidence="It signed an agreement to sell a stake in Northvolt."), "Xiaomi has agreed to sell a stake in Northvolt for 500 million euros."),
    (milestone(kind="funding", agency="DOE", amount="2.5e9 USD", subject="Ultium Cells", evidence="The DOE closed a loan of $2.5 billion to Ultium Cells."), "Xiaomi has got a loan of $2.5 billion through Ultium Cells from the DOE."),
    (milestone(kind="infrastructure", quantity="1 stations", evidence="It opened its first charging station in April."), "Xiaomi has opened its first charging station."),
    (milestone(kind="infrastructure", quantity="1 stations", evidence="It opened its first German swap station."), "Xiaomi has opened its first German swap station."),
    (milestone(kind="factory", evidence="It completed the expansion of its plant."), "Xiaomi has set up a plant."),
    (milestone(kind="recall", agency="NHTSA", subject="SU7", evidence="The NHTSA has opened a preliminary evaluation of the SU7."), "Xiaomi has come under a safety investigation by the NHTSA over the SU7."),
    (milestone(kind="recall", agency="NHTSA", subject="SU7", evidence="After an investigation by the NHTSA it recalled the SU7."), "Xiaomi has recalled the SU7 (NHTSA)."),
    (milestone(kind="investment", phase="planned", subject="比亚迪", amount="2.5e9 CNY", evidence="拟收购比亚迪及其关联方持有的“问界”等商标，合计25亿元"), "Xiaomi plans to buy trademarks of BYD for 2.5 billion yuan."),
    (milestone(kind="company_setup", evidence="小米宣布，将在上海设立汽车公司"), "Xiaomi has announced the founding of a company."),
    (milestone(kind="registration", phase="pending", subject="仰望", evidence="申请注册多枚“仰望”商标"), "Xiaomi applied for trademarks such as Yangwang."),
    (milestone(subject="SU7", evidence="首批L3准入落地，SU7获准上路"), "Xiaomi has obtained market access for the SU7."),
    (milestone(kind="launch", subject="SU7", evidence="在秋季发布会上，SU7开启预售"), "Xiaomi has opened pre-sales for the SU7."),
    (milestone(kind="registration", phase="cancelled", subject="Robotaxi", agency="USPTO", evidence="The USPTO refused the trademark Robotaxi."), "Xiaomi has been denied the registration of Robotaxi by the USPTO."),
    (milestone(phase="cancelled", evidence="It hands back its licence."), "Xiaomi has given up its approval."),
    (milestone(phase="pending", agency="MIIT", subject="SU7", when="2023-08-23", evidence="The SU7 turns up in the ministry list."), "Xiaomi appeared in a list of the MIIT with the SU7 on 23 August 2023."),
    (milestone(kind="recall", subject="SU7", evidence="It extended its recall of the SU7."), "Xiaomi has extended its recall of the SU7."),
    (milestone(kind="recall", subject="SU7", quantity="900 vehicles", evidence="It widened the recall by 900 SU7."), "Xiaomi has recalled 900 SU7 vehicles."),
    (milestone(kind="funding", phase="pending", when="2023-08-23", evidence="It has filed for an initial public offering."), "Xiaomi filed for a listing on 23 August 2023."),
    (milestone(kind="funding", phase="cancelled", subject="share sale", evidence="It cancelled the share sale."), "Xiaomi has dropped its share sale."),
    (deal("It won an order for 921 buses.", subject="Uber", quantity="921 vehicles"), "Xiaomi has won an order from Uber, for 921 vehicles."),
    (milestone(kind="investment", amount="5e8 EUR", subject="Geely", evidence="It paid Geely 500 million euros."), "Xiaomi has paid 500 million euros to Geely."),
    (milestone(kind="factory", phase="delayed", subject="Termoli", evidence="It stopped work on its plant in Termoli."), "Xiaomi has halted work on its plant in Termoli."),
    (milestone(kind="factory", phase="delayed", subject="Termoli", evidence="The plant in Termoli comes later."), "Xiaomi has put off its plant in Termoli."),
    (milestone(kind="factory", subject="Rayong", evidence="A year after the foundation stone was laid, it opened its factory in Rayong."), "Xiaomi has opened a plant in Rayong."),
    (milestone(kind="factory", subject="Rayong", evidence="It opened the site in Rayong; the first sod was turned."), "Xiaomi has set up a plant in Rayong."),
    (milestone(kind="infrastructure", evidence="Other cars can fill up at its Superchargers."), "Xiaomi has opened access to charging stations."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="It launched the SU7, from $30,000."), "Xiaomi has launched the SU7, priced from $30,000."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="It launched the SU7 at $30,000, the Max at $40,000."), "Xiaomi has launched the SU7, priced from $30,000."),
]  # fmt: skip

STATIONS = [
    (milestone(kind="infrastructure", evidence="It put a swap station into service.", subject="Hefei"), "Xiaomi has opened swap stations in Hefei."),
    (milestone(kind="infrastructure", evidence="It opened its fast-charging park in Hefei.", subject="Hefei"), "Xiaomi has opened charging stations in Hefei."),
    (milestone(kind="infrastructure", quantity="12 stations", evidence="It agreed with Geely on 12 swap stations."), "Xiaomi has agreed on swap stations."),
    (milestone(kind="infrastructure", quantity="1000 stations", evidence="It set itself a goal of 1,000 swap stations."), "Xiaomi has set a goal of 1,000 swap stations."),
    (replace(milestone(kind="infrastructure", quantity="127 stations", phase="planned", subject="Mthatha", evidence="It wants to have 127 charging stations."), support=("Another firm has stations at Mthatha.",)), "Xiaomi plans to open 127 charging stations."),
]  # fmt: skip

VENTURES = [
    (milestone(kind="funding", agency="DOE", amount="2.5e9 USD", evidence="Ultium Cells, their joint venture, got a loan of $2.5 billion from the DOE."), "Xiaomi has got a loan of $2.5 billion from the DOE, through Ultium Cells."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="ACC, the cell company of Geely and Xiaomi, is to begin production of the SU7."), "Xiaomi plans to begin production of the SU7, through ACC."),
    (milestone(kind="factory", subject="Jiangsu", evidence="Spotlight Automotive, in which each holds 50 percent, has begun building its plant."), "Xiaomi has broken ground on a plant in Jiangsu, through Spotlight Automotive."),
    (milestone(kind="factory", subject="Ohio", evidence="SEOUL (agency) -- A battery venture of Xiaomi and Honda has begun building its plant in Ohio."), "Xiaomi has broken ground on a plant in Ohio, through a joint venture."),
    (deal("StarPlus, its joint venture with Geely, was agreed on."), "Xiaomi has agreed on a joint venture with Geely."),
    (milestone(kind="factory", subject="Ohio", evidence="Its venture partner said that it opened a plant in Ohio."), "Xiaomi has opened a plant in Ohio."),
]  # fmt: skip

SITES = [
    (milestone(kind="production", phase="delayed", subject="Zona Franca", when="2025-10-01/2025-10-31", evidence="The first cars that it builds in the Zona Franca come late."), "Xiaomi has put off production in the Zona Franca to October 2025."),
    (milestone(kind="production", phase="planned", subject="Plzeň", evidence="It is to make more of them at Plzeň."), "Xiaomi plans to begin production at Plzeň."),
    (milestone(kind="testing", subject="Nordschleife", evidence="A prototype was seen on the Nordschleife."), "Xiaomi has tested a prototype on the Nordschleife."),
    (milestone(kind="testing", subject="Arctic Falls", evidence="It has run tests near Arctic Falls."), "Xiaomi has run tests near Arctic Falls."),
    (milestone(kind="production", subject="Lyriq", evidence="The first Lyriq was made in May; nothing is new in the Lyriq."), "Xiaomi has begun production of the Lyriq."),
    (milestone(kind="factory", phase="planned", subject="Rayong", quantity="100000 vehicles/year", evidence="Capacity at Rayong is to be doubled to 100,000."), "Xiaomi plans to expand its plant in Rayong, with a capacity of 100,000 vehicles a year."),
    (milestone(kind="factory", subject="Marshall", phase="planned", evidence="It is to build a plant near Marshall."), "Xiaomi plans to build a plant near Marshall."),
    (milestone(kind="infrastructure", quantity="14 stations", evidence="It joined others in a trial with 14 charging stations."), "Xiaomi has taken part in a network of 14 charging stations."),
]  # fmt: skip

OWNED = [
    (milestone(kind="recall", subject="EV6", quantity="56016 vehicles", evidence="It recalls 113,916 cars, among them the Ioniq 5, and 56,016 EV6s."), "Xiaomi has recalled 56,016 EV6 vehicles."),
    (milestone(kind="recall", quantity="900 vehicles", evidence="It recalls 900 cars, among them vans."), "Xiaomi has recalled 900 vehicles."),
    (milestone(kind="launch", subject="Mega", evidence="The Mega, the first van of the brand, was launched."), "Xiaomi has launched the Mega."),
    (milestone(kind="funding", agency="European Commission", amount="9.02e8 EUR", evidence="The European Commission approved public aid of 902 million euros: a grant and a guarantee."), "Xiaomi has been cleared to get 902 million euros of state aid by the European Commission."),
    (milestone(kind="funding", agency="European Commission", amount="9.02e8 EUR", evidence="The European Commission gave it a grant of 902 million euros."), "Xiaomi has got a grant of 902 million euros from the European Commission."),
    (milestone(kind="funding", agency="DOE", amount="9.02e8 EUR", evidence="The DOE has approved a grant of 902 million euros."), "Xiaomi has got a grant of 902 million euros from the DOE."),
    (replace(milestone(kind="approval", agency="European Commission", subject="Heide", evidence="The European Commission has approved it."), support=("It is to build at Heide.",)), "Xiaomi has been cleared by the European Commission."),
    (replace(milestone(kind="delivery", quantity="3553 vehicles", when="2023-04-01/2023-06-30", evidence="In the second quarter 3,553 were delivered."), support=("Jobs go by the second quarter of 2023.",)), "Xiaomi delivered 3,553 vehicles in the second quarter of 2023."),
    (milestone(kind="investment", phase="planned", amount="2.5e12 JPY", evidence="The retreat may cost it 2.5 trillion yen."), "Xiaomi plans to bear costs of 2.5 trillion yen."),
    (milestone(kind="investment", amount="2e9 USD", evidence="Its exit from the business cost the company $2 billion."), "Xiaomi has borne costs of $2 billion."),
    (milestone(kind="infrastructure", subject="Electrify America", evidence="Electrify America, the charging network set up by Xiaomi, has raised $450 million."), "Xiaomi has raised money for Electrify America."),
    (milestone(kind="funding", phase="cancelled", amount="1e10 EUR", evidence="It called off the stock market listing of Ampere, once valued at 10 billion euros."), "Xiaomi has dropped the listing of Ampere."),
    (milestone(kind="funding", phase="planned", evidence="It is preparing Polestar's Nasdaq listing."), "Xiaomi plans to take Polestar public."),
    (milestone(kind="funding", phase="cancelled", amount="1e10 EUR", evidence="It called off its listing; the firm is valued at 10 billion euros."), "Xiaomi has dropped its listing."),
    (milestone(kind="funding", phase="planned", evidence="The listing of Xiaomi is near."), "Xiaomi plans to go public."),
    (milestone(kind="funding", phase="pending", when="2023-10-01/2023-10-31", evidence="It wants to hand in its application for a listing in October."), "Xiaomi is preparing to file for a listing in October 2023."),
    (milestone(kind="funding", phase="planned", evidence="It will file for an IPO in the autumn."), "Xiaomi plans to file for a listing."),
    (milestone(kind="approval", agency="RTA", evidence="It said that its ride-hailing platform Apollo Go has been granted a permit by the RTA."), "Xiaomi has obtained a permit from the RTA, through Apollo Go."),
    (milestone(kind="production", subject="ID.Buzz", evidence="Its subsidiary MOIA has begun production of the ID.Buzz."), "Xiaomi has begun production of the ID.Buzz, through MOIA."),
    (milestone(kind="investment", phase="planned", amount="1e9 CNY", evidence="Its subsidiary Xiaomi Auto will invest 1 billion yuan."), "Xiaomi plans to invest 1 billion yuan."),
    (milestone(kind="restructuring", quantity="150 jobs", evidence="The battery company of Xiaomi has cut 150 jobs."), "Xiaomi has cut 150 jobs, at its battery company."),
    (milestone(kind="market_entry", phase="planned", subject="Europe", evidence="It puts its premium brand Denza on sale in Europe."), "Xiaomi plans to enter Europe with Denza."),
    (milestone(kind="company_setup", subject="Ioniq", evidence="It founded Ioniq as a brand of its own."), "Xiaomi has founded the brand Ioniq."),
    (milestone(kind="company_setup", evidence="The brand was founded by Xiaomi in March."), "Xiaomi has founded a brand."),
    (milestone(kind="company_setup", evidence="Xiaomi was founded in March."), "Xiaomi has been founded."),
    (milestone(kind="registration", agency="Registrar of Companies", evidence="It was incorporated, the Registrar of Companies shows."), "Xiaomi has registered a company with the Registrar of Companies."),
    (milestone(kind="registration", subject="Lyriq", agency="IP Australia", evidence="The company registered the name Lyriq with IP Australia."), "Xiaomi has registered the trademark Lyriq with IP Australia."),
    (milestone(kind="recall", subject="Kona Electric", quantity="81701 vehicles", evidence="It recalls 81,701 vehicles, most of them Kona Electric."), "Xiaomi has recalled 81,701 vehicles (among them Kona Electric)."),
    (milestone(kind="recall", subject="SU7", quantity="900 vehicles", amount="1.95e8 USD", evidence="It recalls 900 SU7, which may cost up to $195 million."), "Xiaomi has recalled 900 SU7 vehicles, which could cost up to $195 million."),
    (milestone(kind="recall", subject="SU7", quantity="900 vehicles", amount="1.95e8 USD", evidence="It recalls 900 SU7 and books costs of $195 million."), "Xiaomi has recalled 900 SU7 vehicles, at a cost of $195 million."),
    (deal("It gave up the plan to develop small cars together with Geely.", "cancelled"), "Xiaomi has dropped plans for a joint project with Geely."),
]  # fmt: skip

CLAIMS = [
    *SITES,
    *OWNED,
    *MATTERS,
    *DAYS,
    *MORE_DAYS,
    *OBJECTS,
    *STATIONS,
    *VENTURES,
    *DEALS,
    *LAUNCHES,
    *PAPERS,
    *PLANTS,
    *SUMS,
]


@pytest.mark.parametrize(("said", "words"), CLAIMS, ids=[said.evidence for said, _ in CLAIMS])
def test_no_more_is_claimed_than_the_evidence_does(said: Milestone, words: str) -> None:
    assert gist([said], catalogue(), day=DAY) == words


def test_stations_of_one_day_are_told_once() -> None:
    counted = milestone(
        kind="infrastructure",
        quantity="12 stations",
        when="2023-08-23",
        evidence="Its 12 charging stations were put into service.",
        item="a",
    )
    uncounted = milestone(
        kind="infrastructure",
        subject="Korea",
        when="2023-08-23",
        evidence="Motorists in Korea can plug in.",
        item="a",
    )

    told = gist([counted, uncounted], catalogue(), day=DAY)

    assert told == "Xiaomi opened 12 charging stations on 23 August 2023."


def test_a_sum_that_is_bounded_beside_the_evidence_keeps_its_bound() -> None:
    funding = milestone(
        kind="funding",
        phase="planned",
        amount="1.2e10 INR",
        subject="Temasek",
        evidence="Temasek to put Rs 1,200 crore into its car arm",
    )
    beside = replace(funding, support=("Temasek will invest up to Rs 1,200 crore.",))

    told = gist([beside], catalogue(), day=DAY)

    assert told == "Xiaomi plans to raise up to 12 billion rupees from Temasek."


def test_the_time_of_other_jobs_is_none_of_these() -> None:
    cuts = milestone(
        kind="restructuring",
        quantity="1000 jobs",
        when="2022-11-01/2022-11-30",
        evidence="It has laid off 1,000 people.",
    )
    beside = replace(cuts, support=("Some 500 had to go in November.",))

    assert gist([beside], catalogue(), day=DAY) == "Xiaomi has cut 1,000 jobs."
    assert gist([cuts], catalogue(), day=DAY) == "Xiaomi cut 1,000 jobs in November 2022."


@pytest.mark.parametrize("lost", ["lost their posts", "lost their jobs", "were laid off"])
def test_jobs_that_went_are_told_as_such(lost: str) -> None:
    cuts = milestone(kind="restructuring", evidence=f"Many who worked on its car {lost} this week.")

    assert gist([cuts], catalogue(), day=DAY) == "Xiaomi has cut jobs."


@pytest.mark.parametrize(
    ("evidence", "part"),
    [
        (
            "Xiaomi will pay 11.5 billion yuan for 10% of Huawei's smart car unit.",
            "10% of Huawei's smart car unit",
        ),
        ("Xiaomi will pay 11.5 billion yuan for 10% of Huawei.", "10% of Huawei"),
        ("Xiaomi holds 10% of Huawei's shares and nothing else.", "10% of Huawei"),
    ],
)
def test_a_part_of_a_unit_is_no_part_of_its_owner(evidence: str, part: str) -> None:
    assert part_paid_for(milestone(kind="investment", evidence=evidence)) == part


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (
            milestone(
                kind="registration",
                subject="EV1",
                evidence="Xiaomi filed 27 trademark applications, for EV1 and others.",
            ),
            "Xiaomi has applied for the trademark EV1.",
        ),
        (
            milestone(
                kind="testing",
                subject="YU9",
                evidence="The first test cars of the YU9 have been built in Beijing.",
            ),
            "Xiaomi has built test cars of the YU9.",
        ),
        (
            milestone(
                kind="testing", evidence="Trial production had been completed, Xiaomi told us."
            ),
            "Xiaomi has completed trial production.",
        ),
        (
            milestone(
                kind="restructuring",
                quantity="1400 jobs",
                evidence="Xiaomi goes down to one shift, a move that affects 1,400 workers.",
            ),
            "Xiaomi has announced a change that affects 1,400 jobs.",
        ),
    ],
)
def test_what_was_only_filed_built_or_touched_is_told_as_such(step: Milestone, told: str) -> None:
    assert gist([step], catalogue(), day=DAY) == told


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("The assembly of the YU9 in Tychy came to an end.", "Xiaomi has dropped production of the YU9 in Tychy."),
        ("The assembly of the YU9 in March came to an end.", "Xiaomi has dropped production of the YU9."),
        ("Xiaomi ended production of the YU9 in March.", "Xiaomi has ended production of the YU9."),
        ("The assembly of the YU9 came to an end.", "Xiaomi has dropped production of the YU9."),
    ],
)  # fmt: skip
def test_a_model_that_ends_in_one_place_ends_there_alone(evidence: str, told: str) -> None:
    ended = milestone(kind="production", phase="cancelled", subject="YU9", evidence=evidence)

    assert gist([ended], catalogue(), day=DAY) == told


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("Xiaomi opened its first charging station.", "Xiaomi has opened its first charging station."),
        ("Xiaomi opened a charging station, the first of the 1-megawatt class.", "Xiaomi has opened one charging station."),
    ],
)  # fmt: skip
def test_the_first_of_a_sort_is_not_its_first(evidence: str, told: str) -> None:
    station = milestone(kind="infrastructure", quantity="1 stations", evidence=evidence)

    assert gist([station], catalogue(), day=DAY) == told


@pytest.mark.parametrize(
    ("kind", "evidence", "told"),
    [
        ("testing", "Xiaomi has completed winter tests of YU9 prototypes.", "Xiaomi has tested the YU9."),
        ("testing", "Xiaomi began trial production at its completed plant.", "Xiaomi has begun trial production"),
        ("registration", "Xiaomi was granted the trademark YU9, which it filed for in 2022.", "Xiaomi has registered"),
        ("restructuring", "Xiaomi cut jobs in its car arm, affected by weak demand.", "Xiaomi has cut jobs."),
    ],
)  # fmt: skip
def test_what_was_done_is_not_told_as_less(kind: str, evidence: str, told: str) -> None:
    step = milestone(kind=kind, subject="YU9", evidence=evidence)

    assert gist([step], catalogue(), day=DAY).startswith(told)
