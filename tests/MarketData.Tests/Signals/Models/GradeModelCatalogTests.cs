using MarketData.Signals.Models;

namespace MarketData.Tests.Signals.Models;

public sealed class GradeModelCatalogTests
{
    private const string Valid = """
        {
          "name": "own", "version": 2, "description": "d", "horizon": "days", "takes_weights": true, "min_coverage": 0.5,
          "sub_scores": [{ "name": "momentum", "weight": 1, "inputs": [{ "factor": "return_7d", "weight": 1, "direction": "high" }] }]
        }
        """;

    [Fact]
    public void Load_FilesOfTheAssembly_HasTraderInvestorAndAnAlternative()
    {
        var models = GradeModelCatalog.Load();

        models.All.Select(model => model.Id).ShouldBe(["investor-1", "trader-1", "value-1"]);
        models.Find(GradeModelCatalog.Default)!.Horizon.ShouldBe(GradeHorizon.Days);
        models.Find("investor")!.Horizon.ShouldBe(GradeHorizon.Months);
    }

    [Fact]
    public void Find_NameOfSeveralVersions_IsTheNewest()
    {
        var models = GradeModelCatalog.Read(new Dictionary<string, string>
        {
            ["own-2.json"] = Valid,
            ["own-10.json"] = Valid.Replace("\"version\": 2", "\"version\": 10", StringComparison.Ordinal),
        });

        models.Find("own")!.Version.ShouldBe(10);
        models.Find("own-2")!.Version.ShouldBe(2);
        models.Find("own-3").ShouldBeNull();
        models.Newest.Single().Version.ShouldBe(10);
    }

    [Theory]
    [InlineData("\"own\"", "\"Own\"", "own-2.json: name is 'Own'")]
    [InlineData("\"version\": 2", "\"version\": 3", "own-2.json: it holds own version 3; name it own-3.json.")]
    [InlineData("0.5", "0", "own-2.json: min_coverage is 0; it is a share above 0 and at most 1.")]
    [InlineData("0.5", "1.5", "min_coverage is 1.5")]
    [InlineData("return_7d", "return_8d", "own-2.json: input return_8d of Momentum is no factor.")]
    [InlineData("\"weight\": 1, \"inputs\"", "\"weight\": 0, \"inputs\"", "own-2.json: weight of Momentum is 0; it is a number above 0.")]
    [InlineData("\"weight\": 1, \"direction\"", "\"weight\": -1, \"direction\"", "weight of return_7d in Momentum is -1")]
    [InlineData("[{ \"factor\": \"return_7d\", \"weight\": 1, \"direction\": \"high\" }]", "[]", "Momentum has no inputs.")]
    [InlineData("{ \"factor\": \"return_7d\", \"weight\": 1, \"direction\": \"high\" }", "{ \"factor\": \"price\", \"weight\": 1, \"direction\": \"high\" }, { \"factor\": \"price\", \"weight\": 1, \"direction\": \"low\" }", "input price of Momentum is there twice.")]
    [InlineData("\"momentum\"", "\"luck\"", "own-2.json: The JSON value could not be converted")]
    [InlineData("\"days\"", "\"days\", \"colour\": 1", "colour")]
    public void Read_FileThatDoesNotFit_SaysWhereAndWhy(string from, string to, string problem)
    {
        var file = Valid.Replace(from, to, StringComparison.Ordinal);

        Should.Throw<InvalidDataException>(() => GradeModelCatalog.Read(new Dictionary<string, string> { ["own-2.json"] = file }))
            .Message.ShouldContain(problem);
    }

    [Fact]
    public void Read_SeveralFilesThatDoNotFit_NamesThemAll()
    {
        var message = Should.Throw<InvalidDataException>(() => GradeModelCatalog.Read(new Dictionary<string, string>
        {
            ["a-1.json"] = "{",
            ["b-1.json"] = Valid,
        })).Message;

        message.ShouldContain("a-1.json");
        message.ShouldContain("b-1.json: it holds own version 2; name it own-2.json.");
    }
}
