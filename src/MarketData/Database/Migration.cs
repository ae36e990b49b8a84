using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace MarketData.Database;

/// <summary>A numbered change of the schema.</summary>
/// <param name="Name">File name without its ending, such as <c>0001_assets_and_quotes</c>.</param>
/// <param name="Checksum">SHA-256 of the text in lower-case hexadecimal, with line ends as LF.</param>
/// <param name="Sql">The text.</param>
internal sealed record Migration(string Name, string Checksum, string Sql)
{
    /// <summary>The migrations of an engine that this build carries, in the order of their numbers.</summary>
    /// <param name="folder">Folder of the engine: <c>Postgres</c> or <c>Sqlite</c>.</param>
    public static IReadOnlyList<Migration> Load(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{typeof(Migration).Namespace}.{folder}.Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Read(assembly, resource, prefix))];
    }

    /// <summary>Those of <paramref name="carried"/> that are not among the applied ones.</summary>
    /// <exception cref="MigrationChangedException">An applied migration is not the one we carry.</exception>
    public static IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> carried, IReadOnlyDictionary<string, string> applied)
    {
        foreach (var migration in carried)
        {
            if (applied.TryGetValue(migration.Name, out var checksum) && checksum != migration.Checksum)
            {
                throw new MigrationChangedException(migration.Name);
            }
        }

        return [.. carried.Where(migration => !applied.ContainsKey(migration.Name))];
    }

    public static Migration Of(string name, string text)
    {
        // A checkout with CRLF is the same migration.
        var sql = text.ReplaceLineEndings("\n");
        return new Migration(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))), sql);
    }

    private static Migration Read(Assembly assembly, string resource, string prefix)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return Of(resource[prefix.Length..^".sql".Length], reader.ReadToEnd());
    }
}

/// <summary>A migration was changed after it had been applied: the schema is not what this build was written for.</summary>
internal sealed class MigrationChangedException(string name) : Exception(
    $"The migration {name} was applied to this database with another text than this build carries. "
    + "Run the build that matches the database, or restore the migration and put the change into a new one.")
{
    /// <summary>Name of the migration.</summary>
    public string Name { get; } = name;
}
