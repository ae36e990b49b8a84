using System.Reflection;
using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class QuoteTests
{
    private static readonly string[] NeverFilled = ["AssetId", "Source", "Price", "AthChangePercentage", "AtlChangePercentage", "AsOf", "ReceivedAt"];

    /// <summary>By reflection, so that a property that is added and not filled fails here.</summary>
    [Fact]
    public void FilledFrom_NothingKnown_TakesEveryNullableProperty()
    {
        var earlier = Known(1);
        var bare = Make.Quote(2m);

        var filled = bare.FilledFrom(earlier);

        foreach (var property in Properties().Where(property => !NeverFilled.Contains(property.Name)))
        {
            property.GetValue(filled).ShouldBe(property.GetValue(earlier), property.Name);
        }
    }

    [Fact]
    public void FilledFrom_NothingKnown_KeepsItsOwnKeyPriceAndTimes()
    {
        var bare = Make.Quote(2m, "coinpaprika", 9, Make.Now.AddHours(3));

        var filled = bare.FilledFrom(Known(1));

        NeverFilled.ShouldAllBe(name => Equals(typeof(Quote).GetProperty(name)!.GetValue(filled), typeof(Quote).GetProperty(name)!.GetValue(bare)));
    }

    [Fact]
    public void FilledFrom_EverythingKnown_TakesNothing()
    {
        var known = Known(2);

        known.FilledFrom(Known(1)).ShouldBe(known);
    }

    [Fact]
    public void FilledFrom_NothingKnownEarlier_LosesNothing()
    {
        var known = Known(2);

        known.FilledFrom(Make.Quote(1m)).ShouldBe(known);
    }

    [Fact]
    public void FilledFrom_OneWindowKnown_FillsTheOthersOnly()
    {
        foreach (var window in typeof(PriceChanges).GetProperties())
        {
            object later = default(PriceChanges);
            window.SetValue(later, -1.0);

            var filled = (Make.Quote(2m) with { Changes = (PriceChanges)later }).FilledFrom(Known(1)).Changes;

            foreach (var other in typeof(PriceChanges).GetProperties())
            {
                other.GetValue(filled).ShouldBe(other == window ? -1.0 : other.GetValue(Known(1).Changes), other.Name);
            }
        }
    }

    [Fact]
    public void FilledFrom_ZeroVolume_IsKnown() =>
        (Make.Quote(2m) with { Volume24h = 0m }).FilledFrom(Make.Quote(1m) with { Volume24h = 5m }).Volume24h.ShouldBe(0m);

    [Theory]
    [InlineData(true, SupplyBasis.MarketCapOverPrice)]
    [InlineData(false, SupplyBasis.Provider)]
    public void FilledFrom_SupplyBasis_GoesWithTheSupply(bool isUnknown, SupplyBasis expected)
    {
        var earlier = Make.Quote(1m) with { CirculatingSupply = 5m, CirculatingSupplyBasis = SupplyBasis.MarketCapOverPrice };
        var later = Make.Quote(2m) with { CirculatingSupply = isUnknown ? null : 6m, CirculatingSupplyBasis = SupplyBasis.Provider };

        later.FilledFrom(earlier).CirculatingSupplyBasis.ShouldBe(expected);
    }

    [Fact]
    public void FilledFrom_DistanceFromARecord_StaysWithItsPrice()
    {
        var earlier = Make.Quote(1m) with { Ath = 2m, AthChangePercentage = -50, Atl = 0.5m, AtlChangePercentage = 100 };

        var filled = Make.Quote(2m).FilledFrom(earlier);

        (filled.Ath, filled.AthChangePercentage, filled.Atl, filled.AtlChangePercentage).ShouldBe((2m, null, 0.5m, null));
    }

    private static PropertyInfo[] Properties() => typeof(Quote).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>A quote with a value of its own in every property.</summary>
    private static Quote Known(int seed)
    {
        object quote = Make.Quote(1m);
        var value = seed * 1000;
        foreach (var property in Properties().Where(property => !NeverFilled.Contains(property.Name)))
        {
            property.SetValue(quote, ValueOf(property.PropertyType, ++value));
        }

        return (Quote)quote;
    }

    private static object ValueOf(Type type, int value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(PriceChanges))
        {
            object changes = default(PriceChanges);
            var windows = type.GetProperties();
            for (var i = 0; i < windows.Length; i++)
            {
                windows[i].SetValue(changes, value + (i / 10.0));
            }

            return changes;
        }

        return type == typeof(decimal) ? (decimal)value
            : type == typeof(double) ? (double)value
            : type == typeof(int) ? value
            : type == typeof(DateTimeOffset) ? Make.Now.AddMinutes(value)
            : type == typeof(SaleReturn) ? new SaleReturn(value, "btc", value * 100)
            : type == typeof(SupplyBasis) ? SupplyBasis.MarketCapOverPrice
            : throw new NotSupportedException($"Give {type} a value here.");
    }
}
