using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketData.Signals.Models.Servers;

namespace MarketData.Signals.Models;

/// <summary>The models there are: the files of <c>Signals/Models</c>, which are part of the assembly.</summary>
internal sealed class GradeModelCatalog
{
    /// <summary>Name of the model that is meant where none is named.</summary>
    public const string Default = "trader";

    private const string Resources = "MarketData.Signals.Models.";

    private GradeModelCatalog(IReadOnlyList<GradeModel> formulas, IReadOnlyList<GradeModel> servers)
    {
        Formulas = formulas;
        Servers = servers;
        All = [.. formulas, .. servers];
    }

    /// <summary>Every version of every built-in model, by name, the newest version first.</summary>
    public IReadOnlyList<GradeModel> Formulas { get; }

    /// <summary>The models of servers, by name.</summary>
    public IReadOnlyList<GradeModel> Servers { get; }

    /// <summary>The built-in models, then those of servers.</summary>
    public IReadOnlyList<GradeModel> All { get; }

    /// <summary>The newest version of every model.</summary>
    public IReadOnlyList<GradeModel> Newest => [.. All.DistinctBy(model => model.Name)];

    /// <summary>Reads the files of the assembly.</summary>
    /// <exception cref="InvalidDataException">A file does not fit; the message says which and why, for all of them.</exception>
    public static GradeModelCatalog Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return Read(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Resources, StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(name => name[Resources.Length..], name => TextOf(assembly, name)));
    }

    /// <summary>Reads files by their names.</summary>
    /// <exception cref="InvalidDataException">A file does not fit; the message says which and why, for all of them.</exception>
    public static GradeModelCatalog Read(IReadOnlyDictionary<string, string> files)
    {
        var problems = new List<string>();
        var models = new List<GradeModel>();
        foreach (var (file, text) in files)
        {
            try
            {
                var model = JsonSerializer.Deserialize(text, GradeModelJsonContext.Default.GradeModel)
                    ?? throw new JsonException("It is null.");
                problems.AddRange(GradeModelCheck.ProblemsOf(model, file));
                models.Add(model);
            }
            catch (JsonException exception)
            {
                problems.Add($"{file}: {exception.Message}");
            }
        }

        return problems.Count == 0
            ? new GradeModelCatalog([.. models.OrderBy(model => model.Name, StringComparer.Ordinal).ThenByDescending(model => model.Version)], [])
            : throw new InvalidDataException("Models of grades do not fit:\n- " + string.Join("\n- ", problems));
    }

    /// <summary>The model with an id such as <c>trader-1</c>, or the newest version of one with a name; null if there is none.</summary>
    public GradeModel? Find(string nameOrId) => All.FirstOrDefault(model => model.Name == nameOrId || model.Id == nameOrId);

    /// <summary>The same models with those of servers, which take the inputs of built-in ones.</summary>
    public GradeModelCatalog With(IReadOnlyDictionary<string, GradeServerOptions> servers) => new(
        Formulas,
        [
            .. servers.OrderBy(server => server.Key, StringComparer.Ordinal).Select(server => Find(server.Value.Model)! with
            {
                Name = server.Key,
                Version = server.Value.Version,
                Description = $"What the model server {server.Key} makes of the inputs of {Find(server.Value.Model)!.Id}, whose formula stands in while the server gives no grades.",
                TakesWeights = false,
                Kind = server.Value.Kind,
            }),
        ]);

    private static string TextOf(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(SnakeCaseEnum<SubScoreName>), typeof(SnakeCaseEnum<GradeHorizon>), typeof(SnakeCaseEnum<Ranking.FactorDirection>), typeof(SnakeCaseEnum<Ranking.PeerGroup>)])]
[JsonSerializable(typeof(GradeModel))]
internal sealed partial class GradeModelJsonContext : JsonSerializerContext;

/// <summary>Members of an enumeration in snake_case.</summary>
internal sealed class SnakeCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
