using System.Text.Json;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>Numbers come out digit for digit as they came in, on the way through the database too.</summary>
public abstract class NumbersTests
{
    protected abstract Task<Dictionary<string, string?>> SettingsAsync();

    [Theory]
    [InlineData("3.84e-18", "0.00000000000000000384")]
    [InlineData("1.500", "1.500")]
    [InlineData("60000", "60000")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("12345678901234567890.12345678", "12345678901234567890.12345678")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("4224.525103768560649616877277", "4224.525103768560649616877277")]
    public async Task GetAssets_Price_HasTheProvidersDigitsAndNoExponent(string given, string written)
    {
        await using var app = await StartAsync($"\"current_price\": {given}");

        await ShouldBeWrittenAsync(app, "price", written);
    }

    [Theory]
    [InlineData("1234567890123456789012345678")]
    [InlineData("0.5")]
    [InlineData("21000000.00000001")]
    public async Task GetAssets_Supply_HasTheProvidersDigits(string given)
    {
        await using var app = await StartAsync($"\"current_price\": 1, \"total_supply\": {given}");

        await ShouldBeWrittenAsync(app, "total_supply", given);
    }

    [Theory]
    [InlineData("8.7e36", "8700000000000000000000000000000000000")]
    [InlineData("-8.7e36", "-8700000000000000000000000000000000000")]
    [InlineData("1.2345678901234568E-05", "0.000012345678901234568")]
    [InlineData("-1E-07", "-0.0000001")]
    [InlineData("1234567890123456.8", "1234567890123456.8")]
    [InlineData("12345678901234568", "12345678901234568")]
    [InlineData("1.2345678901234568e17", "123456789012345680")]
    [InlineData("0", "0")]
    [InlineData("99.9", "99.9")]
    public async Task GetAssets_Percentage_HasNoExponent(string given, string written)
    {
        await using var app = await StartAsync($"\"current_price\": 1, \"price_change_percentage_7d_in_currency\": {given}");

        await ShouldBeWrittenAsync(app, "price_change_percentage_7d", written);
    }

    [Theory]
    [InlineData("\"market_cap\": 123456789012345678901234567890")]
    [InlineData("\"market_cap\": 1e40")]
    [InlineData("\"market_cap\": 1.00000000000000000000000000001")]
    [InlineData("\"market_cap\": 1e-40")]
    public async Task GetAssets_NumberThatADecimalCannotHold_IsRefusedAndNotRounded(string figure)
    {
        await using var app = await StartAsync($"\"current_price\": 1, {figure}");

        var asset = (await app.GetJsonAsync("/v1/assets/odd")).GetProperty("data");

        asset.IsNull("market_cap").ShouldBeTrue();
        asset.GetProperty("missing").Text("market_cap").ShouldBe("quarantined");
    }

    [Fact]
    public async Task Get_ZeroForUnknown_IsNull()
    {
        await using var app = await StartAsync("\"current_price\": 1, \"market_cap\": 0, \"total_supply\": 0, \"max_supply\": 0, \"total_volume\": 0");

        var asset = (await app.GetJsonAsync("/v1/assets/odd")).GetProperty("data");

        asset.IsNull("market_cap").ShouldBeTrue();
        asset.IsNull("total_supply").ShouldBeTrue();
        asset.IsNull("max_supply").ShouldBeTrue();
        asset.Raw("volume_24h").ShouldBe("0");
    }

    /// <summary>Before and after a restart, in the list and in the detail, as a number and as a string.</summary>
    private static async Task ShouldBeWrittenAsync(MarketDataApp app, string field, string written)
    {
        await ShouldBeWrittenNowAsync();
        await app.Services.GetRequiredService<IngestionPipeline>().LoadAsync(CancellationToken.None);
        await ShouldBeWrittenNowAsync();

        async Task ShouldBeWrittenNowAsync()
        {
            (await app.GetJsonAsync("/v1/assets")).GetProperty("data")[0].Raw(field).ShouldBe(written);
            (await app.GetJsonAsync("/v1/assets/odd")).GetProperty("data").Raw(field).ShouldBe(written);
            var text = (await app.GetJsonAsync("/v1/assets/odd?numbers=string")).GetProperty("data").GetProperty(field);
            (text.ValueKind == JsonValueKind.String ? text.GetString() : text.GetRawText()).ShouldBe(written);
        }
    }

    private async Task<MarketDataApp> StartAsync(string figures) =>
        await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row("odd", figures)), await SettingsAsync());
}

public sealed class SqliteNumbersTests : NumbersTests
{
    protected override Task<Dictionary<string, string?>> SettingsAsync() => Task.FromResult(new Dictionary<string, string?>());
}

[Collection(PostgresCollection.Services)]
public sealed class PostgresNumbersTests(PostgresServer server) : NumbersTests
{
    protected override async Task<Dictionary<string, string?>> SettingsAsync() =>
        new() { ["ConnectionStrings:Postgres"] = await server.CreateDatabaseAsync() };
}
