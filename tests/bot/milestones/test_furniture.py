"""What is page and what is article: fragments of pages of our own, one line a case."""

import pytest

from bot.milestones.furniture import without_outlet
from bot.milestones.text import MAX_CHARS, MAX_SENTENCE_CHARS, clean, fold, sentences

NEWS = "Zenvo Motors opened its battery plant at Lund on Monday, a year later than planned."
MORE = "The works can make cells for 90,000 cars a year, the company said in the evening."

FURNITURE = (
    # menus, navigation, language and edition switches
    "SKIP TO CONTENT | EVs | Trucks | Deals | Podcast",
    "Home » News » Recalls",
    "Home / Cars / Electric / Tesla opens plant",
    "Menu | Search | Sign in",
    "UK edition ▾ Sign in",
    "Read in: Deutsch | Français | 日本語",
    "Back to top",
    "← Previous: Nio Firefly comes to Brazil | Next: Seres prices its shares →",
    "Next story: Rivian and Mercedes sign van deal →",
    "Older posts: Ford recalls 40,000 Mach-E",
    "Page 2 of 3",
    # cookies, accounts, paywalls
    "We use cookies and similar technologies. By clicking Accept you agree to our use of them.",
    "Cookies: we and our 843 partners store and/or access information on a device.",
    "By continuing to browse you accept our cookie policy. [Accept] [Reject]",
    "You have 2 free articles left this month.",
    "To continue reading, log in or start a free trial.",
    "Already a subscriber? Log in",
    "Please enable JavaScript to view the comments.",
    "For subscribers: who supplies the separators?",
    # share bars, social media, newsletters, apps
    "Share | Save | Gift this article",
    "Facebook · X · LinkedIn · WhatsApp · Copy link",
    "Follow us on WhatsApp for the latest electric car news.",
    "Join us on Telegram or Google News",
    "Sign up for our autos newsletter: the day's launches, every evening.",
    "Get the evening newsletter: the day's top stories, delivered to your inbox. Sign up",
    "Subscribe to The Volt – all the news of electric cars, delivered to your inbox each Friday.",
    "Catch all the Business News, Breaking News and Latest Updates on our app.",
    "You receive this mail because you signed up. Unsubscribe.",
    "#zeekr #stockholm #elbil",
    "— Elin Ek (@elinek) May 3, 2024",
    "A post shared by Zenvo (@zenvo)",
    "View this post on Instagram",
    # other articles
    "Related: BYD starts production in Hungary | Kia recalls 12,000 EV6",
    "ALSO READ → Lucid Gravity: first ride",
    "Also Read | Ather Energy IPO: Sebi nod in hand, what next",
    "READ: Tesla recalls two million cars over Autopilot",
    "Read next: Nio opens its thousandth store",
    "Read more: Tesla recalls 2 million cars | Rivian R1T seat belt recall",
    "Read more about Tesla's plant in Mexico",
    "See also: BYD launches the Seal in Japan",
    "Don't miss: Volkswagen shuts its plant in Brussels",
    "MOST READ: 1. Stadium: what we know 2. Tesla service centre coming 3. Lane closures",
    "Most read in Business: Ford lays off 4,000 in Europe",
    "More from Cars: Renault sells its stake in Nissan | Fiat stops the 500e",
    "In other news: Ferrari signs sponsor • Scooters banned • Tesla Optimus serves drinks",
    "Editor's pick: Why Ford's software chief left",
    "You might also like | Smart #1 driven | Jeep Avenger wins award | MG4 gets bigger battery",
    "Trending now: #YU7 #ModelY",
    "🔥 Hot now: New Nio ES8 costs less than its battery | Leaked: Zeekr 9X interior",
    "What happens to my Ocean? → Owners' questions answered ↗",
    "Model Y vs BYD Sealion 7: price compared ↗",
    "Opinion: who is next – Canoo, Lucid or Polestar?",
    "From our archive: the day Tesla broke ground in Nevada",
    "Video: Rivian unveils the R3",
    # captions and credits
    "Photo: The 001 in blue. Click to enlarge.",
    "[Image: R3 from behind. Photo: handout]",
    "(Image: MIIT)",
    "Pictured: the first Cybertruck leaves the Texas plant in July.",
    "An electric bus of BYD at the depot in Turin. (Photo: city of Turin)",
    "A worker checks a Nio ES8 at the Hefei plant, June 2023 – Getty Images",
    "Workers at Tesla's plant in Grünheide celebrate the 500,000th car. Handout photo",
    "Image courtesy of Polestar",
    "Illustration: M. Holm",
    # bylines, times, authors
    "By our business reporter · Berkeley County · 3 min read",
    "By Jane Roe and John Doe | 12 May 2024",
    "Posted 31 Oct 2025, 10:40 · 1 min",
    "Updated: June 3, 2024, 14:20 GMT",
    "Last updated 3 hours ago",
    "(Reporting by our Bengaluru bureau; editing by S. N.)",
    "Reporting in Berlin. Additional reporting: Bengaluru newsroom. Click here for the PDF",
    "Jane Roe is a senior reporter who covers electric cars and has driven a Tesla since 2014.",
    "Translated from German by the editors.",
    "(END)",
    # tickers, advertisements, legal
    "TSLA -2.1% NIO +4.3% F -0.2%",
    "Advertisement — continue reading below",
    "[ad] 0% APR on select Chevrolet models",
    "Sponsored: Is your home ready for a heat pump?",
    "Partner offers: wallbox and installation from €999",
    "[If you buy through our links we may get a commission]",
    "© 2025, all rights reserved",
    "Disclaimer: the views of the experts are their own.",
    "Forward-looking statements: this release contains plans to build cars in 2027.",
    "This press release contains forward-looking statements about our plan to launch a car.",
    "Market data delayed 20 min. Related tags: Nvidia, SoftBank, Model C",
    "Weather for Lund: 14 degrees, rain later. | Obituaries | Cinema",
    "Comments are switched off under articles on this plant.",
    "applefan_77: Called it in 2016. They never even had a factory!!! (211 votes)",
    "Tags: #Huawei #Mate60 | Share 1.2k | Comments (341)",
    "Filed under: trademarks, vacuum cleaners | 3 comments",
)

NO_FURNITURE = (
    # words of furniture inside or at the start of news
    "Related companies of Zenvo will build the second hall in 2026, the board decided.",
    "Published figures show that Zenvo delivered 4,120 cars in May.",
    "Updated models of the Zenvo 3 go on sale in June, the company said.",
    "Sponsored by the state, the plant was finished in nine months.",
    "Subscribers to the battery service pay 90 euros a month from July.",
    "Subscriptions for the battery of the Zenvo 3 start at 90 euros a month.",
    "Copyright law does not protect the shape, the court in Lund said.",
    "Loading docks and a rail link were finished in March, ahead of the opening.",
    "Scrolling screens were recalled in May: 12,000 cars have to go to the workshop.",
    "Watch out for the Zenvo 5, which goes into production in autumn.",
    "Live pictures showed the first car leaving the hall at noon on Monday.",
    "Read the filing closely and you find the date: 4 June 2024.",
    "Sharing a platform with Geely, the car costs less than 20,000 euros.",
    "Following the recall, Zenvo stopped deliveries of the 3 in Norway.",
    "Follow-up orders for 300 vans came from the post office in April.",
    "More than 2,000 people will work there when the second line runs.",
    "More from the first quarter: deliveries rose by 12 percent to 31,200 cars.",
    "Next year the plant will make 90,000 cars, the company said.",
    "Next to the plant Zenvo is building a test track, which opens in May.",
    "Previously the plant had belonged to Volvo, which closed it in 2019.",
    "Also on Monday Zenvo signed an agreement with CATL on cells.",
    "See-through batteries? Zenvo showed one at the fair on Tuesday.",
    "Video of the test car appeared on Weibo on Friday, and Zenvo confirmed it.",
    "Photo equipment maker Canon bought the old hall for 12 million euros.",
    "Photos taken at the test track show the Zenvo 5 without camouflage.",
    "Image matters: Zenvo hired a new design chief from Polestar in May.",
    "Source code of the driver-assistance system goes to Volkswagen under the agreement.",
    "Sources close to the company said that the plant opens in May.",
    "Deals with three suppliers were signed on Thursday in Lund.",
    "Events overtook the plan: in June Zenvo filed for insolvency.",
    "Comment periods end on 12 July; after that the ministry decides.",
    "Comments by the public are possible until 12 July, the ministry said.",
    "About 40,000 cars were recalled in April because of a loose cable.",
    "By using sodium-ion cells Zenvo wants to cut the price below 15,000 euros.",
    "By May the plant will have made 10,000 cars, the company said.",
    "By the end of 2025 Zenvo plans to open 400 charging stations.",
    "Want it? The Zenvo 3 costs 21,900 euros and can be ordered from today.",
    "Powered by a 77 kWh battery, the Zenvo 5 goes on sale in March.",
    "Produced by Magna in Graz, the car reaches its first customers in July.",
    "Contact with the ministry was made in May; the approval came on 3 June.",
    "Terms were not told, but the deal is worth about 300 million dollars.",
    "Save for the battery hall, the plant is complete and starts in May.",
    "Register data show that Zenvo Energy was founded on 3 June with 10 million euros.",
    "Home market sales reached 3,100 cars in May, exports 900.",
    "Search warrants were carried out at Zenvo on Tuesday, and the recall was widened.",
    "Top of the list is the Zenvo 3, which sold 2,100 units in May.",
    "Popular demand made Zenvo raise output to 400 cars a week in June.",
    "Production starts in May.",
    "1 | Zenvo opened its plant in Lund on Monday, a year later than planned.",
    "• Zenvo intends to invest around 1.5 billion euros in Lund by 2027.",
    "(Adds reaction) Oct 7 - Zenvo said on Monday that 2,781 cars had reached customers.",
    "Zenvo (STO: ZNV) shares rose 3.1% after it opened its plant on Monday.",
    "Jane Roe is the new head of the electric car business from 1 June, Zenvo said.",
)


@pytest.mark.parametrize("line", FURNITURE)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_is_page_is_left_out(line: str, gap: str) -> None:
    assert clean(gap.join((line, NEWS, line, MORE, line))) == f"{NEWS}\n{MORE}"


@pytest.mark.parametrize("line", NO_FURNITURE)
def test_what_only_looks_like_page_is_kept(line: str) -> None:
    bare = line.removeprefix("1 | ").removeprefix("• ")

    assert bare in clean(f"{NEWS}\n{line}\n{MORE}")
    assert bare in clean(f"{NEWS}\n{MORE}\n{line}")


@pytest.mark.parametrize(
    "heading",
    ["Related articles", "MOST READ", "You may also like:", "More from Business", "## Trending ##"],
)
def test_the_links_behind_a_heading_go_with_it(heading: str) -> None:
    links = "Rivian shows two models\n\n• Ford recalls Mustang Mach-E over brakes\nTesla: now what?"

    assert clean(f"{NEWS}\n{heading}\n\n{links}\n\n{MORE}") == f"{NEWS}\n{MORE}"


@pytest.mark.parametrize(
    "heading",
    ["Comments", "12 comments", "Comments (3)", "About the author", "In other news", "About Zenvo"],
)
def test_nothing_behind_the_end_of_the_article_counts(heading: str) -> None:
    other = "Rivian said on Monday that it had closed its plant in Normal for good."

    assert clean(f"{NEWS}\n{MORE}\n\n{heading}\n\n{other}") == f"{NEWS}\n{MORE}"


def test_a_heading_of_the_end_above_the_article_ends_nothing() -> None:
    assert clean(f"Share\nComments\nSave\n{NEWS}\n{MORE}") == f"{NEWS}\n{MORE}"


def test_teasers_without_a_heading_behind_the_article_are_left_out() -> None:
    page = f"{NEWS}\n{MORE}\nNio unveils new flagship\nWhy Ford's software chief left the company"

    assert clean(page) == f"{NEWS}\n{MORE}"


def test_a_list_that_a_colon_announces_is_kept() -> None:
    page = (
        f"{NEWS}\nThe plan in brief, as the company tells it:\n• Cells from 2026\n• Cars from 2027"
    )

    assert clean(page).endswith("Cells from 2026\nCars from 2027")


def test_facts_behind_the_article_are_kept() -> None:
    assert clean(f"{NEWS}\nCapacity: 90,000 cars a year").endswith("Capacity: 90,000 cars a year")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{NEWS} Read more »", NEWS),
        (f"{NEWS} Tags: Zenvo, Lund", NEWS),
        (f"{NEWS} READ ALSO: Tesla shuts plant", NEWS),
        (f"{NEWS} Photo: Zenvo", NEWS),
        (f"{NEWS} | Tesla shuts plant | Ford recalls", NEWS),
        (f"{NEWS} Subscribe to our newsletter for more stories.", NEWS),
        (f"{NEWS} Share this story", NEWS),
        (f"{NEWS} (Read more: Ford shuts plant)", NEWS),
        (f"{NEWS} [Sponsored] Lamps now 40% off!", NEWS + " Lamps now 40% off!"),
        ("There is one source: nobody.", "There is one source: nobody."),
    ],
)
def test_the_page_around_a_sentence_is_cut_off(line: str, left: str) -> None:
    assert clean(line) == left


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Zenvo opens plant in Lund | Ford Authority", "Zenvo opens plant in Lund"),
        ("Zenvo opens plant in Lund - Electrek", "Zenvo opens plant in Lund"),
        ("Zenvo opens plant in Lund – Reuters", "Zenvo opens plant in Lund"),
        ("Zenvo opens plant - after three years", "Zenvo opens plant - after three years"),
        ("Tesla | Ford", "Tesla | Ford"),
        ("Zenvo", "Zenvo"),
    ],
)
def test_the_outlet_behind_a_title_is_no_part_of_it(title: str, left: str) -> None:
    assert without_outlet(fold(title)) == left


@pytest.mark.parametrize(
    "piece", ["related: ", "| ", "(", "[photo ", "a", ". ", "\n", "Read more "]
)
def test_a_long_page_is_read_in_bounded_pieces(piece: str) -> None:
    found = sentences(piece * (200_000 // len(piece)))

    assert all(len(sentence.text) <= MAX_SENTENCE_CHARS for sentence in found)
    assert sum(len(sentence.text) for sentence in found) <= MAX_CHARS


def test_an_article_in_one_line_behind_a_byline_is_kept() -> None:
    told = " ".join([NEWS, MORE] * 4)

    assert clean(f"Reporter: A. Writer Editor: B. Reader {told}").endswith(told)
    assert clean(f"Reporter: A. Writer Editor: B. Reader\n{NEWS}") == NEWS
