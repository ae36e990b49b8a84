using System.Globalization;
using System.Text;
using MarketData.Assets;
using MarketData.Database.Sqlite;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using MarketData.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests;

/// <summary>The smallest valid records of the domain, at one fixed time; tests change what they are about.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A process that leads.</summary>
    public static Leadership Leadership()
    {
        var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var leadership = new Leadership(new SqliteLeaderLock(), new ReplicaMetrics(metrics), NullLogger<Leadership>.Instance);
        leadership.TryLeadAsync(CancellationToken.None).GetAwaiter().GetResult();
        return leadership;
    }

    public static SourceNumber Number(decimal value) => SourceNumber.Of(value);

    /// <summary>A number as it stands in a JSON text.</summary>
    public static SourceNumber Json(string text) => SourceNumber.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Something that is no number in the place of one.</summary>
    public static SourceNumber Words(string text) => SourceNumber.NotANumber(Encoding.UTF8.GetBytes(text));

    public static SourceQuote Raw(decimal price = 100m) => new()
    {
        SourceId = "bitcoin",
        Symbol = "btc",
        Name = "Bitcoin",
        Price = Number(price),
        AsOf = Now,
    };

    public static SourceQuote Raw(string sourceId, string symbol, string name, decimal price = 100m) =>
        Raw(price) with { SourceId = sourceId, Symbol = symbol, Name = name };

    public static Quote Quote(decimal price = 100m, string source = SourceNames.CoinGecko, int assetId = 1, DateTimeOffset? asOf = null) => new()
    {
        AssetId = assetId,
        Source = source,
        Price = price,
        AsOf = asOf ?? Now,
        ReceivedAt = asOf ?? Now,
    };

    /// <summary>A draft from CoinGecko of asset 1, received now.</summary>
    public static QuoteDraft Draft(SourceQuote raw, Quote? held = null, params Quote[] others) =>
        new(raw, SourceNames.CoinGecko, 1, held, others, Now);

    public static Asset Asset(int id, string slug, string? symbol = null, string? name = null) =>
        new(id, slug, symbol ?? slug, name ?? slug, null, Now);

    public static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
