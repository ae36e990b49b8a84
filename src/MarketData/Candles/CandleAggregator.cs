using System.Runtime.CompilerServices;

namespace MarketData.Candles;

/// <summary>Folds candles into coarser ones. Pure, and in constant memory: one candle is held, however long the series.</summary>
internal static class CandleAggregator
{
    /// <summary>
    /// Coarser candles of finer ones, which come oldest first, one for each start. A coarse candle with no part does not exist; one with some
    /// parts missing is made of those there are. <see cref="Candle.Interval"/> stays that of the parts.
    /// </summary>
    public static async IAsyncEnumerable<Candle> FoldAsync(
        IAsyncEnumerable<Candle> parts, CandleWidth width, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Candle? open = null;
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            var openTime = width.OpenTimeOf(part.OpenTime);
            if (open is not null && open.OpenTime == openTime)
            {
                open = Append(open, part);
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = part with { OpenTime = openTime };
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    /// <summary>
    /// A candle with a later part put to it. The volume is known only if that of every part is; market cap and 24-hour volume are those at
    /// the close, thus the later part's; it counts as a provider's only if every part is.
    /// </summary>
    public static Candle Append(Candle earlier, Candle later) => earlier with
    {
        Origin = earlier.Origin == later.Origin ? earlier.Origin : CandleOrigin.Own,
        High = Math.Max(earlier.High, later.High),
        Low = Math.Min(earlier.Low, later.Low),
        Close = later.Close,
        Volume = Markets.Money.Add(earlier.Volume, later.Volume),
        MarketCap = later.MarketCap,
        Volume24h = later.Volume24h,
        LastAt = later.LastAt,
        Source = Join(earlier.Source, later.Source),
    };

    /// <summary>
    /// A provider's candle, with our own of the same time: prices and volume are the provider's; market cap and 24-hour volume, which exchanges
    /// do not know, are ours where it gives none.
    /// </summary>
    public static Candle Prefer(Candle provider, Candle own)
    {
        var isFilled = (provider.MarketCap is null && own.MarketCap is not null) || (provider.Volume24h is null && own.Volume24h is not null);
        return !isFilled ? provider : provider with
        {
            MarketCap = provider.MarketCap ?? own.MarketCap,
            Volume24h = provider.Volume24h ?? own.Volume24h,
            Source = Join(provider.Source, own.Source),
        };
    }

    private static string Join(string left, string right) => left == right
        ? left
        : string.Join(',', left.Split(',').Concat(right.Split(',')).Distinct().Order(StringComparer.Ordinal));
}
