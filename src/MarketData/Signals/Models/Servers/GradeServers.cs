using MarketData.Signals.Grades;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Models.Servers;

/// <summary>The model servers of the settings: has each of them grade what its built-in model grades.</summary>
internal sealed class GradeServers : IAsyncDisposable
{
    /// <summary>Name of the connections to all servers.</summary>
    public const string Client = "grade-servers";

    private readonly IReadOnlyList<(GradeModel Model, GradeModel Formula, GradeBatcher Batcher)> _servers;

    public GradeServers(
        IOptions<GradesOptions> options, GradeModelCatalog models, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers) =>
        _servers = [.. models.Servers.Select(model => BatcherOf(model, options.Value.Servers[model.Name], models, clients, time, loggers))];

    /// <summary>The grades of every server for the assets that its built-in model grades; never throws but for cancellation.</summary>
    public async Task<IReadOnlyList<ModelGrades>> GradeAsync(GradeBoard board, CancellationToken cancellationToken) =>
        await Task.WhenAll(_servers.Select(server => GradeAsync(server.Model, board.Of(server.Formula)!, server.Batcher, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, batcher) in _servers)
        {
            await batcher.DisposeAsync();
        }
    }

    private static async Task<ModelGrades> GradeAsync(GradeModel model, ModelGrades formula, GradeBatcher batcher, CancellationToken cancellationToken)
    {
        var made = new MadeGrade?[formula.Columns.Count];
        var places = Enumerable.Range(0, made.Length).Where(place => !double.IsNaN(formula.Grades[place]));
        await Task.WhenAll(places.Select(async place => made[place] = await batcher.GradeAsync(formula.InputsOf(place), cancellationToken)));
        return formula.GradedBy(model, made);
    }

    private static (GradeModel, GradeModel, GradeBatcher) BatcherOf(
        GradeModel model, GradeServerOptions options, GradeModelCatalog models, IHttpClientFactory clients, TimeProvider time, ILoggerFactory loggers)
    {
        var formula = models.Find(options.Model)!;
        var client = new ModelServerClient(clients.CreateClient(Client), options);
        var remoteName = options.RemoteName.Length > 0 ? options.RemoteName : model.Name;
        IReadOnlyList<string> inputs = [.. formula.SubScores.SelectMany(score => score.Inputs.Select(input => input.Factor))];
        IGradeModel server = options.Kind == GradeModelKind.Kserve
            ? new KServeModel(client, remoteName, GradeSource.Of(model), inputs)
            : new TensorFlowServingModel(client, remoteName, GradeSource.Of(model), inputs);
        return (model, formula, new GradeBatcher(server, new FormulaModel(formula), options, time, loggers.CreateLogger<GradeBatcher>()));
    }
}
