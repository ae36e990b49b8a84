using System.Text;
using System.Text.Json;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Tests.Ingestion.Sources.Json;

public sealed class SourceNumberConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new SourceNumberConverter() }, DefaultBufferSize = 16 };

    [Theory]
    [InlineData("1.50", SourceNumberState.Given, null)]
    [InlineData("-0", SourceNumberState.Given, null)]
    [InlineData("null", SourceNumberState.Missing, null)]
    [InlineData("8.7e36", SourceNumberState.NotRepresentable, "8.7e36")]
    [InlineData("1e400", SourceNumberState.NotANumber, "1e400")]
    [InlineData("\"12\"", SourceNumberState.NotANumber, "12")]
    [InlineData("\"NaN\"", SourceNumberState.NotANumber, "NaN")]
    [InlineData("true", SourceNumberState.NotANumber, "true")]
    [InlineData("{\"usd\":[1]}", SourceNumberState.NotANumber, "{}")]
    [InlineData("[1,[2]]", SourceNumberState.NotANumber, "[]")]
    public void Read_Anything_NeverThrows(string json, SourceNumberState state, string? text)
    {
        var number = JsonSerializer.Deserialize<SourceNumber>(json, Options);

        number.State.ShouldBe(state);
        number.Text.ShouldBe(text);
    }

    [Fact]
    public async Task Read_ValuesAcrossReads_AreWhole()
    {
        var json = $"[{new string(' ', 50)}12345678901234567890.12345678,{{\"a\":[1,2,3]}},\"{new string('x', 200)}\",7]";
        using var stream = new TricklingStream(Encoding.UTF8.GetBytes(json));

        var numbers = await JsonSerializer.DeserializeAsync<List<SourceNumber>>(stream, Options);

        numbers.ShouldNotBeNull().Select(number => number.State).ShouldBe(
            [SourceNumberState.Given, SourceNumberState.NotANumber, SourceNumberState.NotANumber, SourceNumberState.Given]);
        numbers[0].Exact.ShouldBe(12345678901234567890.12345678m);
        numbers[2].Text!.Length.ShouldBe(64);
        numbers[3].Exact.ShouldBe(7m);
    }

    /// <summary>Gives three bytes at a time, so that values lie across the reads.</summary>
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(3, buffer.Length)], cancellationToken);
    }
}
