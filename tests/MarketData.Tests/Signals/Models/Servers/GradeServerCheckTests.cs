using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;

namespace MarketData.Tests.Signals.Models.Servers;

public sealed class GradeServerCheckTests
{
    private static readonly GradeModelCatalog Formulas = GradeModelCatalog.Load();

    [Fact]
    public void ProblemsOf_Defaults_LackAnAddressOnly() =>
        GradeServerCheck.ProblemsOf("remote", new GradeServerOptions(), Formulas)
            .ShouldBe(["Grades:Servers:remote:Url is no absolute http or https address without user and query."]);

    [Fact]
    public void ProblemsOf_NameOfABuiltInModel_IsRefused()
    {
        GradeServerCheck.ProblemsOf("trader", Valid(), Formulas).ShouldBe(["Grades:Servers:trader: a built-in model has this name; choose another."]);
        GradeServerCheck.ProblemsOf("My Model", Valid(), Formulas).ShouldBe(["Grades:Servers:My Model: lower-case letters, digits and dashes make the name of a model."]);
    }

    [Fact]
    public void ProblemsOf_SecretOverHttpToAnotherMachine_IsRefused()
    {
        var options = Valid();
        options.ApiKey = "secret";
        options.Url = "http://models.example.org/";
        GradeServerCheck.ProblemsOf("remote", options, Formulas).Single().ShouldContain("which would show the ApiKey");
        options.Url = "http://127.0.0.1:8000/";
        GradeServerCheck.ProblemsOf("remote", options, Formulas).ShouldBeEmpty();
    }

    [Fact]
    public void ProblemsOf_OutOfRange_SaysWhatToSet()
    {
        var options = Valid();
        options.Model = "nowhere";
        options.MaxBatch = 0;
        options.Timeout = TimeSpan.FromMinutes(1);

        GradeServerCheck.ProblemsOf("remote", options, Formulas).ShouldBe(
        [
            "Grades:Servers:remote:Model is 'nowhere'; set it to one of investor-1, trader-1, value-1.",
            "Grades:Servers:remote:Timeout is 00:01:00; set it from 00:00:00.0100000 to 00:00:30.",
            "Grades:Servers:remote:MaxBatch is 0; set it from 1 to 10000.",
        ]);
    }

    private static GradeServerOptions Valid() => new() { Url = "https://models.example.org/" };
}
