using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion;

public sealed class EnabledSourcesTests
{
    [Fact]
    public void All_Sources_AreInOrderOfTheirNames()
    {
        var sources = new EnabledSources([new ScriptedSource("b"), new ScriptedSource("a")]);

        sources.All.Select(source => source.Name).ShouldBe(["a", "b"]);
        sources.Names.ShouldBe(["a", "b"], ignoreOrder: true);
        sources.Contains("a").ShouldBeTrue();
        sources.Contains("A").ShouldBeFalse();
    }
}
