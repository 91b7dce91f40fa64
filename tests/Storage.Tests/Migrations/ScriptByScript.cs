using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Migrations;

namespace CommunityIntel.Storage.Tests.Migrations;

/// <summary>Applies scripts one by one, as the migrator does, so that something can be looked at or put in between.</summary>
internal static class ScriptByScript
{
    /// <summary>The text of a script of <c>sql/</c>.</summary>
    public static string Text(string script)
    {
        using var reader = new StreamReader(typeof(SchemaMigrator).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }

    public static async Task ApplyAsync(ScratchDatabase database, string script, CancellationToken cancellation)
    {
        // The journal's shape is DbUp's.
        await database.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migrations (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL)", cancellation);
        await database.ExecuteAsync(Text(script), cancellation);
        await database.ExecuteAsync($"INSERT INTO schema_migrations (scriptname, applied) VALUES ('{script}', now())", cancellation);
    }
}
