using System.Globalization;
using System.Text;
using CommunityIntel.Domain.Lifecycle;
using CommunityIntel.Lab.Postgres;
using CommunityIntel.Storage.Lifecycle;

namespace CommunityIntel.Storage.Tests.Lifecycle;

public sealed class LifecycleReaderTests
{
    private const long Guild = 1;

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    // The clocks change within the weeks that are looked at.
    private static readonly DateOnly Yesterday = new(2026, 11, 28);

    // Around the days at which stages change; -1 is today.
    private static readonly int[] Edges = [-1, 0, 1, 6, 7, 13, 14, 20, 21, 27, 28, 29, 34, 55, 56, 57, 83, 84, 85, 90, 91, 92, 111, 112, 118, 119, 120, 200, 700];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public async Task What_is_counted_is_what_the_rule_says_of_everybody(int seed)
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        var random = new Random(seed);
        var people = Enumerable.Range(1, 1_500).ToDictionary(id => (long)id, _ => SomeHistory(random));
        await WriteAsync(database, people, random);
        await WriteAsync(database, Enumerable.Range(9_001, 40).ToDictionary(id => (long)id, _ => SomeHistory(random)), random, isBot: true);
        await WriteAsync(database, Enumerable.Range(9_101, 40).ToDictionary(id => (long)id, _ => SomeHistory(random)), random, privacy: 4);
        await WriteAsync(database, Enumerable.Range(9_201, 40).ToDictionary(id => (long)id, _ => SomeHistory(random)), random, guild: 2);

        await AgreesAsync(database, people);
        people.Values.Select(history => history.StageAsOf(Yesterday)).Distinct().Should().HaveCount(7, "every stage and none of them is tried");

        // A deleted person was never here.
        foreach (var id in people.Keys.Where(id => id % 5 == 0).ToList())
        {
            await database.ExecuteAsync($"SELECT forget_member({Guild}, {id}, now())", Cancel);
            people.Remove(id);
        }

        await AgreesAsync(database, people);
    }

    [Fact]
    public async Task A_guild_of_nobody_has_nobody_in_every_stage()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);

        (await ReadAsync(database)).Should().Equal(Enum.GetValues<LifecycleStage>().Select(stage => new StoredStage(stage, 0, 0)));
    }

    [Fact]
    public async Task Who_left_before_that_was_noted_left_when_they_were_last_seen()
    {
        await using var database = await ScratchDatabase.CreateAsync(Cancel);
        await database.ExecuteAsync("ALTER TABLE members DROP COLUMN left_at", Cancel);
        await database.ExecuteAsync(
            $"""
            INSERT INTO members (guild_id, user_id, is_bot, has_left, joined_at) VALUES
              ({Guild}, 1, false, true, '2026-10-01T10:00Z'), ({Guild}, 2, false, true, '2026-10-01T10:00Z'), ({Guild}, 3, false, false, NULL), ({Guild}, 4, false, true, NULL);
            INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) VALUES ({Guild}, '2026-10-05', 2, 1, 0, 0, true)
            """, Cancel);

        await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Lab.Repository.Root, "sql", "0019_add_left_at.sql"), Cancel), Cancel);

        (await database.ScalarAsync<string>("SELECT string_agg(coalesce(to_char(left_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24'), '-'), ', ' ORDER BY user_id) FROM members", Cancel))
            .Should().Be("2026-10-01 10, 2026-10-06 00, -, 1970-01-01 00");
    }

    private static async Task AgreesAsync(ScratchDatabase database, Dictionary<long, MemberHistory> people)
    {
        var stored = await ReadAsync(database);

        stored.Should().Equal(Enum.GetValues<LifecycleStage>().Select(stage => new StoredStage(stage, CountOf(stage, Yesterday), CountOf(stage, Yesterday.AddDays(-28)))));

        int CountOf(LifecycleStage stage, DateOnly last) => people.Values.Count(history => history.StageAsOf(last) == stage);
    }

    private static Task<IReadOnlyList<StoredStage>> ReadAsync(ScratchDatabase database) => new LifecycleReader(database.DataSource).ReadAsync(
        Guild, Yesterday, [.. Enumerable.Range(0, LifecycleReader.Days + 1).Select(i => At(Yesterday.AddDays(i + 1 - LifecycleReader.Days), TimeOnly.MinValue))]);

    private static MemberHistory SomeHistory(Random random)
    {
        var active = Enumerable.Range(0, random.Next(5)).Select(_ => SomeDay(random)).Distinct().ToList();
        if (random.Next(6) == 0) active.AddRange(Enumerable.Range(0, 4).Select(week => Yesterday.AddDays(-(week * 7) - random.Next(7))).Except(active).Distinct());
        DateOnly? joined = random.Next(2) == 0 ? SomeDay(random) : null;
        DateOnly? left = random.Next(3) == 0 ? SomeDay(random) : null;
        var hasLeft = left is not null && random.Next(2) == 0;
        // Who left had joined before; who came back joined after.
        if (hasLeft && joined > left) (joined, left) = (left, joined);
        return new MemberHistory(active, joined, left, hasLeft);
    }

    private static DateOnly SomeDay(Random random) => Yesterday.AddDays(-(random.Next(3) > 0 ? Edges[random.Next(Edges.Length)] : random.Next(-1, 130)));

    private static async Task WriteAsync(ScratchDatabase database, Dictionary<long, MemberHistory> people, Random random, bool isBot = false, int privacy = 0, long guild = Guild)
    {
        var sql = new StringBuilder();
        foreach (var (id, history) in people)
        {
            var (morning, evening) = (random.Next(2) == 0 ? new TimeOnly(0, 0) : new TimeOnly(9, 0), random.Next(2) == 0 ? new TimeOnly(23, 59, 59) : new TimeOnly(18, 0));
            sql.AppendLine(CultureInfo.InvariantCulture, $"""
                INSERT INTO members (guild_id, user_id, is_bot, has_left, joined_at, left_at, privacy)
                VALUES ({guild}, {id}, {isBot}, {history.HasLeft}, {Instant(history.JoinedOn, history.HasLeft ? morning : evening)}, {Instant(history.LeftOn, history.HasLeft ? evening : morning)}, {privacy});
                """);
            foreach (var day in history.ActiveDays)
            {
                sql.AppendLine(CultureInfo.InvariantCulture, $"""
                    INSERT INTO member_activity_daily (guild_id, date, user_id, messages, voice_seconds, xp, became_author) VALUES ({guild}, '{day:yyyy-MM-dd}', {id}, 1, 0, 0, true);
                    """);
            }
        }

        await database.ExecuteAsync(sql.ToString(), Cancel);
    }

    private static string Instant(DateOnly? day, TimeOnly time) => day is { } date ? $"'{At(date, time).ToString("O", CultureInfo.InvariantCulture)}'" : "NULL";

    private static DateTime At(DateOnly date, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), Paris);
}
