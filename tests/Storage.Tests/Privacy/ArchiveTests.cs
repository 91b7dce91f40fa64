using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Privacy;

namespace CommunityIntel.Storage.Tests.Privacy;

public sealed class ArchiveTests
{
    private const long Guild = 1, Person = 7, Other = 8;

    private static readonly DateTime At = new(2025, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_person_has_in_the_archive_is_exported_and_deleted_with_the_rest()
    {
        await using var database = await ArchivedAsync();
        (await new PersonalArchive(database.DataSource).ReadMessagesAsync(Guild, Person, At.AddDays(-1), At.AddDays(1))).Should().HaveCount(2);

        var remains = new GuildRemains(database.DataSource);
        while (await remains.DeleteMessagesAsync(Guild, Person)) { }
        (await database.ScalarAsync<long>($"SELECT count(*) FROM messages_archive WHERE author_id = {Person}", Cancel)).Should().Be(0);
        (await database.ScalarAsync<long>($"SELECT count(*) FROM messages_archive WHERE author_id = {Other}", Cancel)).Should().Be(1);
    }

    [Fact]
    public async Task A_guild_that_is_deleted_leaves_nothing_in_the_archive()
    {
        await using var database = await ArchivedAsync();
        var remains = new GuildRemains(database.DataSource);
        await remains.MarkErasingAsync(Guild, 1);
        while (await remains.EraseAsync(Guild, 1, 1_000)) { }
        (await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM messages_archive) + (SELECT count(*) FROM rows_kept)", Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task Whoever_only_made_an_invite_is_found_by_it()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync($"INSERT INTO invites (guild_id, code, user_id, uses, max_uses, created_at) VALUES ({Guild}, 'abc', {Person}, 1, 0, now())", Cancel);
        (await new PrivacyStore(database.DataSource).FindGuildsAsync(Person)).Should().Equal(Guild);
    }

    private static async Task<ScratchDatabase> ArchivedAsync()
    {
        var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync(
            $"""
            SELECT ensure_messages_partition('2025-03-01'), ensure_archive_partition('2025-03-01');
            INSERT INTO guild_watermarks (guild_id, epoch) VALUES ({Guild}, 1);
            INSERT INTO rows_kept VALUES ({Guild}, '2025-04-01Z');
            INSERT INTO messages VALUES ({Guild}, 1, 5, {Person}, '{At:O}', false), ({Guild}, 2, 5, {Person}, '{At:O}', false), ({Guild}, 3, 5, {Other}, '{At:O}', false);
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) VALUES ({Guild}, '2025-03-02', {Person}, 2, 0, 0, true);
            SELECT end_messages('messages_2025_03', {Guild}, 100, true)
            """, Cancel);
        return database;
    }
}
