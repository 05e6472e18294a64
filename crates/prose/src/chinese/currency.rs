//! Amounts of money in Chinese: the number, its scale, the name of the currency.

/// Currencies by their Chinese names. A currency that is not listed is printed by its
/// code.
const CURRENCIES: &[(&str, &str)] = &[
    ("AED", "阿联酋迪拉姆"),
    ("ARS", "阿根廷比索"),
    ("AUD", "澳元"),
    ("BRL", "巴西雷亚尔"),
    ("CAD", "加元"),
    ("CHF", "瑞士法郎"),
    ("CNY", "元人民币"),
    ("CZK", "捷克克朗"),
    ("DKK", "丹麦克朗"),
    ("EGP", "埃及镑"),
    ("EUR", "欧元"),
    ("GBP", "英镑"),
    ("HKD", "港元"),
    ("HUF", "匈牙利福林"),
    ("IDR", "印尼盾"),
    ("ILS", "以色列新谢克尔"),
    ("INR", "印度卢比"),
    ("JPY", "日元"),
    ("KRW", "韩元"),
    ("MOP", "澳门元"),
    ("MXN", "墨西哥比索"),
    ("MYR", "马来西亚林吉特"),
    ("NOK", "挪威克朗"),
    ("NZD", "新西兰元"),
    ("PHP", "菲律宾比索"),
    ("PLN", "波兰兹罗提"),
    ("QAR", "卡塔尔里亚尔"),
    ("RUB", "俄罗斯卢布"),
    ("SAR", "沙特里亚尔"),
    ("SEK", "瑞典克朗"),
    ("SGD", "新加坡元"),
    ("THB", "泰铢"),
    ("TRY", "土耳其里拉"),
    ("TWD", "新台币"),
    ("USD", "美元"),
    ("VND", "越南盾"),
    ("ZAR", "南非兰特"),
];

/// An amount: `digits` is how its number is spelled.
pub(super) fn amount(digits: &str, code: &str) -> String {
    match CURRENCIES.iter().find(|(listed, _)| *listed == code) {
        Some((_, name)) => format!("{digits}{name}"),
        None => format!("{code} {digits}"),
    }
}
