namespace MarketData.Ingestion.Gate.Rules;

/// <summary>Refuses figures that are no numbers, or numbers that cannot be held without loss. A price like that refuses the quote.</summary>
internal sealed class FieldTypeRule : IQuoteRule
{
    public string Name => "field_type";

    public void Check(QuoteDraft draft)
    {
        var raw = draft.Raw;
        if (Problem(raw.Price, exact: true) is { } problem)
        {
            draft.Refuse(Name, raw.Price.Text, $"price {problem}");
            return;
        }

        Exact("market_cap", raw.MarketCap);
        Exact("fully_diluted_valuation", raw.FullyDilutedValuation);
        Exact("volume_24h", raw.Volume24h);
        Exact("circulating_supply", raw.CirculatingSupply);
        Exact("total_supply", raw.TotalSupply);
        Exact("max_supply", raw.MaxSupply);
        Exact("high_24h", raw.High24h);
        Exact("low_24h", raw.Low24h);
        Exact("price_change_24h", raw.PriceChange24h);
        Exact("market_cap_change_24h", raw.MarketCapChange24h);
        Exact("ath", raw.Ath);
        Exact("atl", raw.Atl);
        Exact("rank", raw.Rank);
        Percentage("market_cap_change_percentage_24h", raw.MarketCapChangePercentage24h);
        Percentage("ath_change_percentage", raw.AthChangePercentage);
        Percentage("atl_change_percentage", raw.AtlChangePercentage);
        Percentage("price_change_percentage_1h", raw.Change1h);
        Percentage("price_change_percentage_24h", raw.Change24h);
        Percentage("price_change_percentage_7d", raw.Change7d);
        Percentage("price_change_percentage_14d", raw.Change14d);
        Percentage("price_change_percentage_30d", raw.Change30d);
        Percentage("price_change_percentage_200d", raw.Change200d);
        Percentage("price_change_percentage_1y", raw.Change1y);

        void Exact(string field, SourceNumber number) => Refuse(field, number, Problem(number, exact: true));

        void Percentage(string field, SourceNumber number) => Refuse(field, number, Problem(number, exact: false));

        void Refuse(string field, SourceNumber number, string? reason)
        {
            if (reason is not null)
            {
                draft.RefuseField(Name, field, number.Text, $"{field} {reason}");
            }
        }
    }

    private static string? Problem(SourceNumber number, bool exact) => number.State switch
    {
        SourceNumberState.NotANumber => "is not a number.",
        SourceNumberState.NotRepresentable when exact => "has more digits, or is greater, than an exact decimal of 28 digits can hold.",
        _ => null,
    };
}
