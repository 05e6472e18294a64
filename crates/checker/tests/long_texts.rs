//! Long texts of the kinds that could make the time grow faster than the text: in a step
//! that looked at all that came before, each of these would take minutes.

use checker::{Books, Language, Lexicon, check};

/// The most characters the desk takes.
const CHARACTERS: usize = 100_000;

#[test]
fn a_long_text_is_checked_in_one_go() {
    let english = [
        "5 contracts, ",
        "5 contracts and ",
        "5 billion yuan (3 billion US dollars) ",
        "third ",
        "a record ",
        "up 5 percent from 3 to 4 ",
        "including 5 and 5 and ",
        "respectively 5, 5 and 5, ",
        "fourth consecutive ",
        "28 May to 1 June 2016 ",
    ];
    let chinese = [
        "签约项目5项，",
        "增长5%，",
        "其中5项、5项、",
        "分别为5项、5项，",
        "50亿元（约合3亿美元）",
        "创历史新高",
        "连续第四次",
        "第三届",
    ];
    for (language, list, patterns) in [
        (
            Language::English,
            "contract: cube=contracts",
            english.as_slice(),
        ),
        (
            Language::Chinese,
            "签约项目: cube=contracts",
            chinese.as_slice(),
        ),
    ] {
        let mut lexicon = Lexicon::new(language);
        lexicon.add_list(list);
        for pattern in patterns {
            let text: String = pattern.chars().cycle().take(CHARACTERS).collect();
            let checked = check(&text, &Books::default(), &lexicon, Some(&text));
            assert!(checked.len() > 1_000, "{pattern}: {}", checked.len());
        }
    }
}
