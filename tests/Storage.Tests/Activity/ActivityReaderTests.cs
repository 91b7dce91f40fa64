using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Activity;

namespace CommunityIntel.Storage.Tests.Activity;

public sealed class ActivityReaderTests
{
    private const long Guild = 1;

    private static readonly DateOnly First = new(2026, 3, 1), Last = new(2026, 3, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task How_many_people_a_long_range_had_is_counted_once_and_again_when_a_day_gets_another()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        var reader = new ActivityReader(database.DataSource);
        // A thousand people on each of thirty days, of whom one in ten only talks; two thousand over the month.
        await database.ExecuteAsync(
            $"""
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
            SELECT {Guild}, date '2026-03-01' + d, (d % 2) * 1000 + i, (i % 10)::int, 60, 0, i % 10 > 0 FROM generate_series(0, 29) AS d, generate_series(1, 1000) AS i
            """, Cancel);
        await database.ExecuteAsync(
            $"""
            INSERT INTO guild_stats_daily (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
            SELECT {Guild}, date '2026-03-01' + d, 4500, 0, 900, 1000, 60000, 0, 0 FROM generate_series(0, 29) AS d
            """, Cancel);

        (await PeopleAsync(First, Last)).Should().Be((1_800, 2_000));
        (await PeopleAsync(Last, Last)).Should().Be((900, 1_000));
        (await database.ScalarAsync<long>("SELECT count(*) FROM range_people", Cancel)).Should().Be(1, "a short range is counted each time");
        await database.ExecuteAsync("UPDATE range_people SET authors = 7", Cancel);
        (await PeopleAsync(First, Last)).Authors.Should().Be(7, "it is not counted again");

        await database.ExecuteAsync($"INSERT INTO member_activity_daily VALUES ({Guild}, '2026-03-09', 9999, 1, 0, true, 0)", Cancel);
        await database.ExecuteAsync("UPDATE guild_stats_daily SET author_count = author_count + 1, active_members = active_members + 1 WHERE date = '2026-03-09'", Cancel);
        (await PeopleAsync(First, Last)).Should().Be((1_801, 2_001));
        (await database.ScalarAsync<long>("SELECT count(*) FROM range_people", Cancel)).Should().Be(1);

        async Task<(int Authors, int Active)> PeopleAsync(DateOnly first, DateOnly last)
        {
            var stored = await reader.ReadAsync(Guild, first, last, Cancel);
            return (stored.Authors, stored.ActiveMembers);
        }
    }

    [Fact]
    public async Task Channels_and_hours_are_summed_and_what_is_of_the_guild_alone_is_no_channel()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync(
            $"""
            INSERT INTO activity_hourly (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves) VALUES
              ({Guild}, '2026-03-02T10:00Z', 5, '2026-03-02', 3, 1, 0, 0, 0), ({Guild}, '2026-03-02T11:00Z', 5, '2026-03-02', 2, 0, 0, 0, 0),
              ({Guild}, '2026-03-02T10:00Z', 6, '2026-03-02', 4, 0, 90, 0, 0), ({Guild}, '2026-03-02T12:00Z', 0, '2026-03-02', 0, 0, 0, 8, 1),
              ({Guild}, '2026-03-31T10:00Z', 6, '2026-03-31', 9, 0, 0, 0, 0), (2, '2026-03-02T10:00Z', 6, '2026-03-02', 9, 0, 0, 0, 0)
            """, Cancel);

        var stored = await new ActivityReader(database.DataSource).ReadAsync(Guild, First, Last, Cancel);

        stored.Channels.Should().Equal(new StoredChannel(5, 5, 1, 0), new StoredChannel(6, 4, 0, 90));
        stored.Hours.Should().Equal(new StoredHour(At(10), 7), new StoredHour(At(11), 2));

        static DateTime At(int hour) => new(2026, 3, 2, hour, 0, 0, DateTimeKind.Utc);
    }
}
