//! The facts as data.

/// A fact of the closing report.
pub(super) struct Fact {
    /// Its number in the list of facts.
    pub(super) row: u8,
    /// What the release says, with one space between words.
    pub(super) sentence: &'static str,
    /// The figures it prints, each with the number of records behind it.
    pub(super) figures: &'static [(&'static str, usize)],
}

/// One row.
const fn fact(row: u8, sentence: &'static str, figures: &'static [(&'static str, usize)]) -> Fact {
    Fact {
        row,
        sentence,
        figures,
    }
}

/// All of them, in order. Where a fact is told in several sentences, the one that
/// holds its figures stands here.
pub(super) const FACTS: &[Fact] = &[
    fact(
        1,
        "4th CIFTIS closes with contracts and agreements worth over 100 billion US dollars",
        &[("edition-ordinal", 1), ("contract-volume", 316)],
    ),
    fact(
        2,
        "five years of cultivation, its founding year included",
        &[("years-since-first", 2)],
    ),
    fact(
        3,
        "gross exhibition area was 50,000 square metres",
        &[("exhibition-area", 7)],
    ),
    fact(
        4,
        "122 forums and business talks: 81 forums and 41 talks",
        &[
            ("activity-count", 122),
            ("forum-count", 81),
            ("business-talk-count", 41),
        ],
    ),
    fact(
        5,
        "Organisations from 126 countries and regions took part",
        &[("participation-country-count", 410)],
    ),
    fact(
        6,
        "The fair received 171,000 visits",
        &[("visit-count", 290), ("visit-country-count", 290)],
    ),
    fact(
        7,
        "171,000 visits, up 12 percent on the estimate for the 3rd edition",
        &[("visit-count-growth", 291)],
    ),
    fact(
        8,
        "According to preliminary statistics of the organising committee",
        &[],
    ),
    fact(
        9,
        "331 contracts were concluded",
        &[("contract-count", 331)],
    ),
    fact(
        10,
        "with a volume of 101.08 billion US dollars",
        &[("contract-volume", 316)],
    ),
    fact(
        11,
        "up 40 percent on the estimate for the 3rd edition, with a volume of 101.08 billion US \
         dollars, up 24 percent. In part by estimate, the number of contracts is the third \
         highest of four editions.",
        &[
            ("contract-count-growth", 332),
            ("contract-volume-growth", 317),
            ("contract-count-rank", 334),
        ],
    ),
    fact(
        12,
        "Of these contracts, 121 were international, worth 19.88 billion US dollars or 20 percent",
        &[
            ("international-count", 121),
            ("international-volume", 112),
            ("international-share", 316),
        ],
    ),
    fact(
        13,
        "155 were with partners from other regions of the host country, worth 31.5 billion US \
         dollars or 31 percent",
        &[
            ("domestic-region-count", 155),
            ("domestic-region-volume", 151),
            ("domestic-region-share", 316),
        ],
    ),
    fact(
        14,
        "The remaining 55 contracts, worth 49.7 billion US dollars or 49 percent of the total",
        &[
            ("remainder-count", 331),
            ("remainder-volume", 316),
            ("remainder-share", 316),
        ],
    ),
    fact(
        15,
        "came to 5 billion yuan at the 1st edition, 50 billion yuan at the 3rd and over 100 \
         billion yuan at the 4th; no figure is given for the 2nd",
        &[("focus-sector-series", 47)],
    ),
    fact(
        16,
        "Before the opening, over 600 project demands were published through the website of the \
         fair, its mobile apps or other platforms.",
        &[("project-demand-count", 605)],
    ),
    fact(
        17,
        "During the fair, over 350 projects of trade in services were published.",
        &[
            ("publication-count", 356),
            ("negotiated-intention-count", 106),
        ],
    ),
    fact(
        18,
        "The delegation of Cologne came for the fourth consecutive time; at this edition its \
         head was Henriette Reker, mayor of Cologne.",
        &[("followed-city-run", 4), ("followed-city", 1)],
    ),
    fact(
        19,
        "Henriette Reker promoted smart-city technology and joined a programme on traditional \
         Chinese medicine of Beijing TV.",
        &[("followed-person-highlights", 2)],
    ),
    fact(
        20,
        "17 ambassadors, those of the Czech Republic and Lithuania among them, three minister \
         counsellors and five commercial counsellors to promotion and talks",
        &[
            ("ambassador-count", 17),
            ("featured-ambassadors", 2),
            ("minister-counsellor-count", 3),
            ("commercial-counsellor-count", 5),
        ],
    ),
    fact(
        21,
        "13 of the international contracts were signed on site at the international pavilion, \
         worth over 11 million US dollars, among them the Gremio football training cooperation",
        &[
            ("on-site-international-count", 13),
            ("on-site-international-volume", 12),
            ("featured-on-site-international", 1),
        ],
    ),
    fact(
        22,
        "Kaunas University of Technology (Lithuania) and Beijing Institute of Technology agreed \
         to work together on academic exchange and exchange students.",
        &[("featured-education", 1)],
    ),
    fact(
        23,
        "All 31 provinces, regions and cities of the mainland sent delegations.",
        &[("delegation-region-coverage", 31)],
    ),
    fact(
        24,
        "14 delegations were headed at provincial or ministerial level.",
        &[("high-level-delegation-count", 14)],
    ),
    fact(
        25,
        "over 20 were signed on site, worth over 36 billion yuan",
        &[("on-site-region-count", 21), ("on-site-region-volume", 21)],
    ),
    fact(
        26,
        "Zigong New Asia Colored Lantern and Longley Group (United Kingdom) agreed to work \
         together on overseas lantern production, as did Sichuan TianYu Culture and American \
         Festival Celebration (United States).",
        &[("featured-culture", 2)],
    ),
    fact(
        27,
        "Fujian Department of Commerce and Malaysia Electricity Association reached a \
         preliminary intention on cross-border e-commerce.",
        &[("featured-preliminary", 1)],
    ),
    fact(
        28,
        "25 buyers, among them Huawei, Google and CCTV Animation, published 30 procurement \
         demands for digital content.",
        &[
            ("procurement-buyer-count", 30),
            ("procurement-demand-count", 30),
            ("featured-procurement", 3),
        ],
    ),
    fact(
        29,
        "The fair held 60 one-on-one talks and two centralised activities. By the same \
         preliminary count, 148 cooperative intentions were reached",
        &[
            ("one-on-one-count", 60),
            ("centralised-count", 2),
            ("cooperative-intention-count", 148),
        ],
    ),
    fact(
        30,
        "Seven Star International (United States) and Jinquan Airlines signed an intentional \
         contract on air travel service, worth 20 billion yuan by the same count.",
        &[
            ("featured-large-amount", 1),
            ("featured-large-amount-volume", 1),
        ],
    ),
];

/// Figures whose records lie within those of another: what a sentence calls a part,
/// and the examples it names.
pub(super) const SUBSETS: &[(&str, &str)] = &[
    ("international-count", "contract-count"),
    ("domestic-region-count", "contract-count"),
    ("host-city-count", "contract-count"),
    ("on-site-international-count", "international-count"),
    ("on-site-region-count", "domestic-region-count"),
    (
        "featured-on-site-international",
        "on-site-international-count",
    ),
    ("featured-education", "contract-count"),
    ("featured-culture", "contract-count"),
    ("featured-large-amount", "contract-count"),
    ("negotiated-intention-count", "cooperative-intention-count"),
    ("featured-ambassadors", "ambassador-count"),
    ("featured-procurement", "procurement-demand-count"),
    ("procurement-buyer-count", "procurement-demand-count"),
];
