namespace MarketData.IntegrationTests.Database;

/// <summary>Writes the schema of a PostgreSQL database from its catalogue: the text is the same for every version of the server.</summary>
internal static class PostgresSchema
{
    private const string Header = """
        -- Generated from the catalogue of a migrated database; see the migrations for what each column means and why. Do not
        -- edit: change a migration, then run the integration tests with UPDATE_SNAPSHOTS=1.
        """;

    // Partitions with rows are left out: they come and go with the data.
    private const string SelectTables = """
        SELECT format(
            E'CREATE TABLE %s (\n%s\n)%s%s;',
            c.relname,
            concat_ws(E',\n', columns.text, constraints.text),
            CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
            ' WITH (' || array_to_string(c.reloptions, ', ') || ')')
        FROM pg_class AS c
        CROSS JOIN LATERAL (
            SELECT string_agg(concat(
                '    ', a.attname, ' ', format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE "' || l.collname || '"' END,
                CASE WHEN a.attnotnull THEN ' NOT NULL' END,
                CASE a.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' END,
                ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)), E',\n' ORDER BY a.attnum) AS text
            FROM pg_attribute AS a
            JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
        CROSS JOIN LATERAL (
            SELECT string_agg(
                format('    CONSTRAINT %s %s', o.conname, pg_get_constraintdef(o.oid)),
                E',\n' ORDER BY o.contype DESC, o.conname) AS text
            FROM pg_constraint AS o
            WHERE o.conrelid = c.oid AND o.contype IN ('p', 'u', 'f', 'c')) AS constraints
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname COLLATE "C"
        """;

    private const string SelectPartitionedPartitions = """
        SELECT format(
            'CREATE TABLE %s PARTITION OF %s %s PARTITION BY %s;',
            c.relname, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid))
        FROM pg_class AS c
        JOIN pg_inherits AS i ON i.inhrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'p'
        ORDER BY c.relname COLLATE "C"
        """;

    private const string SelectIndexes = """
        SELECT pg_get_indexdef(i.indexrelid) || ';'
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        LEFT JOIN pg_constraint AS o ON o.conindid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND o.oid IS NULL
        ORDER BY c.relname COLLATE "C"
        """;

    private const string SelectFunctions = """
        SELECT rtrim(pg_get_functiondef(p.oid), E'\n') || ';'
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
        ORDER BY p.proname COLLATE "C"
        """;

    public static async Task<string> ReadAsync(TestStore store)
    {
        string[] statements =
        [
            .. await store.ListAsync(SelectTables), .. await store.ListAsync(SelectPartitionedPartitions),
            .. await store.ListAsync(SelectIndexes), .. await store.ListAsync(SelectFunctions),
        ];
        return $"{Header}\n\n{string.Join("\n\n", statements)}\n";
    }
}
