//! Amounts of money in English: the number, its scale, the name of the currency.

use crate::number::Scaled;

/// Currencies by their English names: code, singular, plural. A currency that
/// is not listed is printed by its code.
const CURRENCIES: &[(&str, &str, &str)] = &[
    ("AED", "UAE dirham", "UAE dirhams"),
    ("ARS", "Argentine peso", "Argentine pesos"),
    ("AUD", "Australian dollar", "Australian dollars"),
    ("BRL", "Brazilian real", "Brazilian reals"),
    ("CAD", "Canadian dollar", "Canadian dollars"),
    ("CHF", "Swiss franc", "Swiss francs"),
    ("CNY", "yuan", "yuan"),
    ("CZK", "Czech koruna", "Czech korunas"),
    ("DKK", "Danish krone", "Danish kroner"),
    ("EGP", "Egyptian pound", "Egyptian pounds"),
    ("EUR", "euro", "euros"),
    ("GBP", "pound sterling", "pounds sterling"),
    ("HKD", "Hong Kong dollar", "Hong Kong dollars"),
    ("HUF", "Hungarian forint", "Hungarian forints"),
    ("IDR", "Indonesian rupiah", "Indonesian rupiah"),
    ("ILS", "Israeli shekel", "Israeli shekels"),
    ("INR", "Indian rupee", "Indian rupees"),
    ("JPY", "Japanese yen", "Japanese yen"),
    ("KRW", "South Korean won", "South Korean won"),
    ("MOP", "Macao pataca", "Macao patacas"),
    ("MXN", "Mexican peso", "Mexican pesos"),
    ("MYR", "Malaysian ringgit", "Malaysian ringgit"),
    ("NOK", "Norwegian krone", "Norwegian kroner"),
    ("NZD", "New Zealand dollar", "New Zealand dollars"),
    ("PHP", "Philippine peso", "Philippine pesos"),
    ("PLN", "Polish zloty", "Polish zlotys"),
    ("QAR", "Qatari riyal", "Qatari riyals"),
    ("RUB", "Russian rouble", "Russian roubles"),
    ("SAR", "Saudi riyal", "Saudi riyals"),
    ("SEK", "Swedish krona", "Swedish kronor"),
    ("SGD", "Singapore dollar", "Singapore dollars"),
    ("THB", "Thai baht", "Thai baht"),
    ("TRY", "Turkish lira", "Turkish lira"),
    ("TWD", "New Taiwan dollar", "New Taiwan dollars"),
    ("USD", "US dollar", "US dollars"),
    ("VND", "Vietnamese dong", "Vietnamese dong"),
    ("ZAR", "South African rand", "South African rand"),
];

/// An amount: `number` decides singular and plural, `digits` is how it is spelled.
pub(super) fn amount(number: &Scaled, digits: &str, code: &str) -> String {
    let found = CURRENCIES.iter().find(|(listed, ..)| *listed == code);
    match found {
        Some((_, one, _)) if number.power == 0 && number.decimal.whole() == Some(1) => {
            format!("{digits} {one}")
        }
        Some((.., many)) => format!("{digits} {many}"),
        None => format!("{code} {digits}"),
    }
}
