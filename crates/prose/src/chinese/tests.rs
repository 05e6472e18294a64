#![allow(clippy::unwrap_used)]
use super::*;
use crate::language::LooseKind;
use crate::number::{self, Precision};
use crate::sheet::Exact;

fn print(value: i128, precision: Precision, unit: &Unit) -> String {
    let number = number::scaled(Exact::from_integer(value), precision, Chinese.powers()).unwrap();
    Chinese.quantity(&number, unit, Form::default()).unwrap()
}

fn amount(code: &str) -> Unit {
    Unit::Amount {
        currency: code.to_owned(),
    }
}

#[test]
fn large_numbers_go_by_their_words() {
    let volume = |value| print(value, Precision::DecimalsOfScale(2), &amount("USD"));
    assert_eq!(volume(101_080_000_000), "1010.8亿美元");
    assert_eq!(volume(19_884_999_999), "198.8亿美元");
    assert_eq!(volume(11_400_000), "1140万美元");
    assert_eq!(volume(1_234_567_890_123), "1.23万亿美元");
    let own = |value, code| print(value, Precision::Own, &amount(code));
    assert_eq!(own(5_000_000_000, "CNY"), "50亿元人民币");
    assert_eq!(own(9_999, "XTS"), "XTS 9999");
    let visits = Unit::Count {
        noun: Noun {
            one: "人次".to_owned(),
            many: "人次".to_owned(),
        },
    };
    assert_eq!(print(171_000, Precision::Own, &visits), "17.1万人次");
    assert_eq!(print(152_679, Precision::Own, &visits), "152679人次");
    assert_eq!(
        print(50_000, Precision::Own, &Unit::SquareMetres),
        "5万平方米"
    );
}

#[test]
fn ordinals_and_years_are_told_apart() {
    let place = |value| print(value, Precision::Own, &Unit::Ordinal);
    assert_eq!(place(4), "第四");
    assert_eq!(place(10), "第十");
    assert_eq!(place(12), "第十二");
    assert_eq!(place(20), "第二十");
    assert_eq!(place(99), "第九十九");
    assert_eq!(Chinese.edition(135).as_deref(), Some("第135届"));
    assert_eq!(year(2016).as_deref(), Some("2016年"));
    assert_eq!(year(99), None);
}

#[test]
fn dates_begin_with_the_year() {
    let date = Date {
        year: 2016,
        month: 5,
        day: 28,
    };
    assert_eq!(Chinese.date(&date, DateParts::ALL), "2016年5月28日");
    let day = DateParts {
        year: false,
        ..DateParts::ALL
    };
    assert_eq!(Chinese.date(&date, day), "5月28日");
}

#[test]
fn literal_text_holds_no_number() {
    let refused = [
        ("签约三项", "三"),
        ("成交百余家", "百余"),
        ("签约331项", "331"),
        ("首次举办", "首次"),
        ("规模最大", "最"),
        ("同比", "同比"),
        ("第", "第"),
        ("进一步一", "一"),
        ("数百家", "数百"),
        ("翻番", "翻番"),
        ("十分之一", "十"),
        ("１２家", "１２"),
        ("亿美元", "亿"),
        ("美元", "美元"),
    ];
    for (text, word) in refused {
        let loose = Chinese.loose(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(loose.what, LooseKind::Number(word.to_owned()), "{text}");
    }
    for text in ["abc", "签约①", "签约\u{200b}", "a"] {
        assert!(Chinese.loose(text).is_some(), "{text}");
    }
    for text in [
        "双方进一步达成合作",
        "数字贸易成果丰硕，重点突出。",
        "据组委会初步统计，",
        "",
    ] {
        assert_eq!(Chinese.loose(text), None, "{text}");
    }
}

#[test]
fn words_beside_a_number_that_change_it_are_seen() {
    assert_eq!(Chinese.hedge_before("签约超过").as_deref(), Some("超过"));
    assert_eq!(Chinese.hedge_before("面积（约").as_deref(), Some("约"));
    assert_eq!(Chinese.hedge_before("签约"), None);
    assert_eq!(Chinese.rest_before("其余").as_deref(), Some("其余"));
    assert_eq!(Chinese.hedge_after("左右").as_deref(), Some("左右"));
    assert_eq!(Chinese.hedge_after("，签约"), None);
    for (before, number_can_follow) in [('约', true), ('第', false), ('十', false), ('3', false)]
    {
        assert_eq!(Chinese.opens_number(before), number_can_follow, "{before}");
    }
    for (after, number_can_precede) in [('，', true), ('签', true), ('余', false), ('.', false)]
    {
        assert_eq!(Chinese.closes_number(after), number_can_precede, "{after}");
    }
}

#[test]
fn every_allowed_word_holds_a_numeral_and_no_refused_word() {
    for word in words::ALLOWED {
        assert!(word.chars().any(|c| words::NUMERALS.contains(c)), "{word}");
        assert_eq!(Chinese.loose(word), None, "{word}");
    }
}
