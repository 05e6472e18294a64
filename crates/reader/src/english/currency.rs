//! Currencies before and after a number.

use super::token::{Place, Tokens};

/// Signs, the longest first.
const SIGNS: [(&[&str], &str); 27] = [
    (&["gh", "¢"], "GHS"),
    (&["gh", "₵"], "GHS"),
    (&["us", "$"], "USD"),
    (&["u", ".", "s", ".", "$"], "USD"),
    (&["hk", "$"], "HKD"),
    (&["a", "$"], "AUD"),
    (&["au", "$"], "AUD"),
    (&["n", "$"], "NAD"),
    (&["j", "$"], "JMD"),
    (&["z", "$"], "ZWL"),
    (&["c", "$"], "CAD"),
    (&["ca", "$"], "CAD"),
    (&["nz", "$"], "NZD"),
    (&["s", "$"], "SGD"),
    (&["nt", "$"], "TWD"),
    (&["r", "$"], "BRL"),
    (&["mx", "$"], "MXN"),
    (&["cn", "¥"], "CNY"),
    (&["$"], "USD"),
    (&["€"], "EUR"),
    (&["£"], "GBP"),
    (&["¥"], "CNY"),
    (&["₹"], "INR"),
    (&["₽"], "RUB"),
    (&["₩"], "KRW"),
    (&["₺"], "TRY"),
    (&["₦"], "NGN"),
];

/// Short names that stand before or after a number, beside the ISO 4217 codes.
const SHORT: [(&str, &str); 13] = [
    ("ksh", "KES"),
    ("tsh", "TZS"),
    ("ush", "UGX"),
    ("fcfa", "XOF"),
    ("cfa", "XOF"),
    ("rmb", "CNY"),
    ("rs", "INR"),
    ("rm", "MYR"),
    ("rp", "IDR"),
    ("tl", "TRY"),
    ("tk", "BDT"),
    ("kr", "SEK"),
    ("dh", "AED"),
];

/// Codes that are words in capitals, as headlines have them.
const WORDS: [&str; 6] = ["ALL", "TOP", "CUP", "COP", "TRY", "SDG"];

/// The currency that a word in capitals is the code of, or that goes by this short name.
fn code(tokens: &Tokens<'_>, at: Place) -> Option<&'static str> {
    let token = tokens.get(at)?;
    let short = SHORT.iter().find(|(known, _)| *known == token.lower);
    if let Some((_, code)) = short.filter(|_| tokens.is_capital(at)) {
        return Some(code);
    }
    let is_code = token.text.len() == 3 && token.text.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = iso_currency::Currency::from_code(token.text)?;
    // "ALL 62 stands", but "COP 62 billion".
    let scaled = super::words::scale(tokens.lower(at + 2)).is_some();
    (is_code && (scaled || !WORDS.contains(&token.text))).then(|| known.code())
}

/// Names after a number, in the singular.
const NAMES: [(&[&str], &str); 52] = [
    (&["us", "dollar"], "USD"),
    (&["u", ".", "s", ".", "dollar"], "USD"),
    (&["american", "dollar"], "USD"),
    (&["hong", "kong", "dollar"], "HKD"),
    (&["australian", "dollar"], "AUD"),
    (&["canadian", "dollar"], "CAD"),
    (&["new", "zealand", "dollar"], "NZD"),
    (&["singapore", "dollar"], "SGD"),
    (&["new", "taiwan", "dollar"], "TWD"),
    (&["dollar"], "USD"),
    (&["euro"], "EUR"),
    (&["pound", "sterling"], "GBP"),
    (&["british", "pound"], "GBP"),
    (&["egyptian", "pound"], "EGP"),
    (&["pound"], "GBP"),
    (&["chinese", "yuan"], "CNY"),
    (&["yuan", "renminbi"], "CNY"),
    (&["yuan"], "CNY"),
    (&["renminbi"], "CNY"),
    (&["japanese", "yen"], "JPY"),
    (&["yen"], "JPY"),
    (&["uae", "dirham"], "AED"),
    (&["emirati", "dirham"], "AED"),
    (&["moroccan", "dirham"], "MAD"),
    (&["dirham"], "AED"),
    (&["saudi", "riyal"], "SAR"),
    (&["qatari", "riyal"], "QAR"),
    (&["riyal"], "SAR"),
    (&["indian", "rupee"], "INR"),
    (&["pakistani", "rupee"], "PKR"),
    (&["rupee"], "INR"),
    (&["swiss", "franc"], "CHF"),
    (&["franc"], "CHF"),
    (&["rouble"], "RUB"),
    (&["ruble"], "RUB"),
    (&["won"], "KRW"),
    (&["ringgit"], "MYR"),
    (&["baht"], "THB"),
    (&["rupiah"], "IDR"),
    (&["dong"], "VND"),
    (&["philippine", "peso"], "PHP"),
    (&["mexican", "peso"], "MXN"),
    (&["argentine", "peso"], "ARS"),
    (&["brazilian", "real"], "BRL"),
    (&["reais"], "BRL"),
    (&["rand"], "ZAR"),
    (&["turkish", "lira"], "TRY"),
    (&["lira"], "TRY"),
    (&["zloty"], "PLN"),
    (&["naira"], "NGN"),
    (&["shekel"], "ILS"),
    (&["kenyan", "shilling"], "KES"),
];

/// The currency that begins at a token, before a number, and where it ends.
pub(super) fn before(tokens: &Tokens<'_>, at: Place) -> Option<(&'static str, Place)> {
    let sign = SIGNS
        .iter()
        .find_map(|(sign, code)| Some((*code, tokens.after(at, sign)?)));
    let code = || {
        let code = code(tokens, at)?;
        // "Rs. 500".
        let end = if tokens.lower(at + 1) == "." {
            at + 2
        } else {
            at + 1
        };
        Some((code, end))
    };
    // "R390 million", "N350 billion": one letter for the rand and the naira.
    let letter = || {
        let code = match tokens.get(at)?.text {
            "R" => "ZAR",
            "N" => "NGN",
            _ => return None,
        };
        let touches = tokens.is_glued(at + 1) && tokens.is_digits(at + 1);
        let scaled = super::words::scale(tokens.lower(at + 2)).is_some();
        (touches && scaled).then_some((code, at + 1))
    };
    let (code, mut end) = sign.or_else(letter).or_else(code)?;
    let code = if code == "CNY" && tokens.lower(at) == "¥" {
        if tokens.speaks_of_japan { "JPY" } else { "CNY" }
    } else {
        code
    };
    if let Some((_, both)) = SIGNS
        .iter()
        .find_map(|(sign, code)| Some((*code, tokens.after(end, sign)?)))
    {
        // "RMB¥".
        end = both;
    }
    Some((code, end))
}

/// The currency that begins at a token, after a number, and where it ends.
pub(super) fn after(tokens: &Tokens<'_>, at: Place) -> Option<(&'static str, Place)> {
    let at = if tokens.is_hyphen(at) { at + 1 } else { at };
    let name = NAMES.iter().find_map(|(name, code)| {
        let (last, first) = name.split_last()?;
        let end = tokens.after(at, first)?;
        let word = tokens.lower(end);
        let is_it = word == *last || word.strip_suffix('s') == Some(*last);
        is_it.then_some((*code, end + 1))
    });
    name.or_else(|| Some((code(tokens, at)?, at + 1)))
        .or_else(|| {
            let sign = SIGNS.iter().find(|(sign, _)| *sign == [tokens.lower(at)])?;
            // "50 €", and not "50 $3".
            (!tokens.is_digits(at + 1)).then_some((sign.1, at + 1))
        })
}

/// The currency of the first end of a range whose second end begins at a token:
/// "$20-25 million".
pub(super) fn of_range(tokens: &Tokens<'_>, at: Place) -> Option<&'static str> {
    let joins = at > 2 && (tokens.is_dash(at - 1) || tokens.lower(at - 1) == "to");
    if !joins || !tokens.is_digits(at - 2) {
        return None;
    }
    (3..=5).find_map(|back| {
        let (code, end) = before(tokens, at.checked_sub(back)?)?;
        (end == at - 2).then_some(code)
    })
}

/// How far a sum may stand from one that tells its currency.
const FAR: usize = 24;

/// The currency of a sum before a place in the same sentence: "two billion pounds, seven
/// hundred million of it".
pub(super) fn of_the_sum_before(tokens: &Tokens<'_>, at: Place) -> Option<&'static str> {
    for back in 1..=FAR {
        let place = at.checked_sub(back)?;
        if matches!(tokens.lower(place), "." | ";") && !tokens.is_digits(place + 1) {
            return None;
        }
        let told = before(tokens, place)
            .filter(|(_, end)| tokens.is_digits(*end))
            .or_else(|| {
                after(tokens, place)
                    .filter(|_| super::words::scale(tokens.back(place, 1)).is_some())
            });
        if let Some((code, _)) = told {
            return Some(code);
        }
    }
    None
}
