namespace MarketData.Ingestion.Gate.Rules;

/// <summary>Refuses negative market caps, volumes, supplies and prices of the past.</summary>
internal sealed class NegativeFigureRule : IQuoteRule
{
    public string Name => "negative";

    public void Check(QuoteDraft draft)
    {
        draft.MarketCap = NotNegative("market_cap", draft.MarketCap);
        draft.FullyDilutedValuation = NotNegative("fully_diluted_valuation", draft.FullyDilutedValuation);
        draft.Volume24h = NotNegative("volume_24h", draft.Volume24h);
        draft.CirculatingSupply = NotNegative("circulating_supply", draft.CirculatingSupply);
        draft.TotalSupply = NotNegative("total_supply", draft.TotalSupply);
        draft.MaxSupply = NotNegative("max_supply", draft.MaxSupply);
        draft.High24h = NotNegative("high_24h", draft.High24h);
        draft.Low24h = NotNegative("low_24h", draft.Low24h);
        draft.Ath = NotNegative("ath", draft.Ath);
        draft.Atl = NotNegative("atl", draft.Atl);

        decimal? NotNegative(string field, decimal? value)
        {
            if (value is null or >= 0)
            {
                return value;
            }

            draft.RefuseField(Name, field, value, $"{field} cannot be negative.");
            return null;
        }
    }
}
