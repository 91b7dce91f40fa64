using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.MovingIn;
using Npgsql;

namespace CommunityIntel.Tools.Tests.Migration;

public sealed class OldDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_it_can_be_changed()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        await database.ExecuteAsync("CREATE TABLE messages (id bigint)", Cancel);
        await using var old = OldDatabase.Open(database.ConnectionString, "public");

        (await old.Awaiting(o => o.QueryAsync("INSERT INTO messages VALUES (1) RETURNING id", row => row.GetInt64(0), Cancel)).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Fact]
    public async Task A_policy_that_hides_rows_is_an_error_and_not_fewer_rows()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        var role = $"reader_{Guid.NewGuid():N}";
        await database.ExecuteAsync(
            $"""
            CREATE TABLE messages (id bigint); INSERT INTO messages VALUES (1), (2);
            ALTER TABLE messages ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON messages USING (id = 1);
            CREATE ROLE {role} LOGIN PASSWORD 'reader'; GRANT SELECT ON messages TO {role};
            """, Cancel);
        try
        {
            await using var old = OldDatabase.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "reader" }.ConnectionString, "public");

            await old.Awaiting(o => o.QueryAsync("SELECT id FROM messages", row => row.GetInt64(0), Cancel)).Should().ThrowAsync<PostgresException>().WithMessage("*row-level security*");
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}", Cancel);
        }
    }
}
