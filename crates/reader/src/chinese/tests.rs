use super::*;

#[test]
fn the_forms_of_the_press() {
    let table: &[(&str, &[&str])] = &[
        (
            "成交十二点七亿美元",
            &["十二点七亿美元 statistic 1270000000 USD exact"],
        ),
        ("近三分之一", &["三分之一 statistic 1/3 ratio nearly"]),
        (
            "占百分之十点二",
            &["百分之十点二 statistic 51/5 percent exact"],
        ),
        ("同比下降3.1%", &["3.1% statistic -31/10 percent exact"]),
        ("降至1200家", &["1200家 statistic 1200 count exact"]),
        ("17.1万人次", &["17.1万人次 statistic 171000 visits exact"]),
        ("世界500强企业", &["500强 name  name exact"]),
        ("第四届京交会", &["第四届 ordinal 4 ordinal ordinal"]),
        ("5月28日至6月1日", &["5月28日至6月1日 date  date date"]),
        ("2016年5月28日", &["2016年5月28日 date  date date"]),
        ("为期5天", &["5天 statistic 5 days exact"]),
        ("签约331项", &["331项 statistic 331 count exact"]),
        ("六成五的观众", &["六成五 statistic 65 percent exact"]),
        ("翻了两番", &["翻了两番 statistic 4 ratio exact"]),
        (
            "10至15家",
            &[
                "10 statistic 10 count exact",
                "15家 statistic 15 count exact",
            ],
        ),
        (
            "3至5亿元",
            &[
                "3 statistic 300000000 CNY exact",
                "5亿元 statistic 500000000 CNY exact",
            ],
        ),
        ("逾2400余家", &["2400余家 statistic 2400 count over"]),
        (
            "人民币50亿元",
            &["人民币50亿元 statistic 5000000000 CNY exact"],
        ),
        (
            "C919和5G",
            &["C919 name  name exact", "5G name  name exact"],
        ),
        ("一带一路", &["一带一路 name  name exact"]),
        ("进一步", &["进一步 idiom   exact"]),
        ("创历史新高", &["创历史新高 rank   exact"]),
        ("数百家企业", &["数百 idiom   exact"]),
        ("近百家企业", &["百家 statistic 100 count nearly"]),
        ("五大展区", &["五大 statistic 5 count exact"]),
        ("4号馆", &["4号馆 name  name exact"]),
    ];
    for (text, claims) in table {
        let told: Vec<_> = read(text).iter().map(|found| found.told(text)).collect();
        assert_eq!(told, *claims, "{text}");
    }
}
