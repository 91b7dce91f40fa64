using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Storage.Tests.Migrations;

public sealed class SchemaMigratorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_script_is_applied_once_in_order()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);

        var first = await MigrateAsync(database);
        var second = await MigrateAsync(database);

        first.Should().Equal(SchemaMigrator.Scripts()).And.StartWith("0001_create_orleans.sql");
        second.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_missing_is_told_without_changing_anything()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);

        var before = await SchemaMigrator.MissingAsync(database.ConnectionString, Cancel);
        await MigrateAsync(database);
        var after = await SchemaMigrator.MissingAsync(database.ConnectionString, Cancel);

        before.Should().Equal(SchemaMigrator.Scripts());
        after.Should().BeEmpty();
    }

    [Fact]
    public async Task Migrators_that_start_together_take_turns()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(database)));

        applied.Where(scripts => scripts.Count > 0).Should().ContainSingle()
            .Which.Should().Equal(SchemaMigrator.Scripts());
    }

    [Fact]
    public async Task A_refused_script_is_named_with_its_SQLSTATE_and_leaves_nothing()
    {
        await using var database = await ScratchDatabase.CreateEmptyAsync(Cancel);
        await database.ExecuteAsync("CREATE TABLE orleans_reminders (in_the_way int)", Cancel);

        var refusal = await FluentActions.Awaiting(() => MigrateAsync(database)).Should().ThrowAsync<SchemaMigrationException>();

        refusal.Which.Script.Should().Be("0001_create_orleans.sql");
        refusal.Which.SqlState.Should().Be("42P07");
        refusal.Which.Message.Should().Contain("0001_create_orleans.sql").And.Contain("42P07");
        (await database.ScalarAsync<bool>("SELECT to_regclass('orleansquery') IS NULL", Cancel)).Should().BeTrue();
    }

    [Fact]
    public async Task Query_texts_keep_their_parameters()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);

        (await database.ScalarAsync<string>("SELECT querytext FROM orleansquery WHERE querykey = 'DeleteReminderRowsKey'", Cancel))
            .Should().Contain("@ServiceId");
    }

    [Fact]
    public async Task Every_table_says_what_one_row_is()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);

        var silent = await database.ScalarAsync<string>(
            """
            SELECT string_agg(relname, ', ') FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND obj_description(oid, 'pg_class') IS NULL
            """, Cancel);

        silent.Should().BeNull();
    }

    private static Task<IReadOnlyList<string>> MigrateAsync(ScratchDatabase database) =>
        SchemaMigrator.MigrateAsync(database.ConnectionString, NullLogger.Instance, Cancel);
}
