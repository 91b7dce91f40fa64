using Orleans.Runtime;

namespace CommunityIntel.Storage.Tests.Orleans;

public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly DateTime Due = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly OrleansOnPostgres _orleans = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReminderTable Table => _orleans.Reminders;

    public ValueTask InitializeAsync() => _orleans.InitializeAsync();

    public ValueTask DisposeAsync() => _orleans.DisposeAsync();

    [Fact]
    public async Task A_reminder_is_read_back_as_it_was_written()
    {
        await Table.UpsertRow(Reminder(1, "daily", TimeSpan.FromDays(1)), Cancel);

        var read = await Table.ReadRow(Grain(1), "daily", Cancel);

        read!.GrainId.Should().Be(Grain(1));
        read.StartAt.Should().Be(Due);
        read.Period.Should().Be(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_period_may_be_longer_than_an_integer_of_milliseconds()
    {
        await Table.UpsertRow(Reminder(1, "seasonal", TimeSpan.FromDays(91)), Cancel);

        (await Table.ReadRow(Grain(1), "seasonal", Cancel))!.Period.Should().Be(TimeSpan.FromDays(91));
    }

    [Fact]
    public async Task An_unknown_reminder_is_null()
    {
        (await Table.ReadRow(Grain(1), "never", Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Writing_again_replaces_and_changes_the_ETag()
    {
        var first = await Table.UpsertRow(Reminder(1, "daily", TimeSpan.FromDays(1)), Cancel);

        var second = await Table.UpsertRow(Reminder(1, "daily", TimeSpan.FromHours(1)), Cancel);

        second.Should().NotBe(first);
        (await Table.ReadRows(Grain(1), Cancel)).Reminders.Should().ContainSingle().Which.Period.Should().Be(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Only_the_current_ETag_removes()
    {
        var old = await Table.UpsertRow(Reminder(1, "daily", TimeSpan.FromDays(1)), Cancel);
        var current = await Table.UpsertRow(Reminder(1, "daily", TimeSpan.FromDays(1)), Cancel);

        (await Table.RemoveRow(Grain(1), "daily", old!, Cancel)).Should().BeFalse();
        (await Table.RemoveRow(Grain(1), "daily", current!, Cancel)).Should().BeTrue();
        (await Table.RemoveRow(Grain(1), "daily", current!, Cancel)).Should().BeFalse();
    }

    [Fact]
    public async Task A_range_excludes_its_begin_includes_its_end_and_wraps_around()
    {
        var grains = Enumerable.Range(1, 40).Select(Grain).OrderBy(grain => grain.GetUniformHashCode()).ToArray();
        foreach (var grain in grains)
            await Table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "daily", StartAt = Due, Period = TimeSpan.FromDays(1) }, Cancel);

        var (low, high) = (grains[10].GetUniformHashCode(), grains[30].GetUniformHashCode());

        (await InRangeAsync(low, high)).Should().BeEquivalentTo(grains[11..31]);
        (await InRangeAsync(high, low)).Should().BeEquivalentTo(grains[31..].Concat(grains[..11]));
        (await InRangeAsync(low, low)).Should().BeEquivalentTo(grains);
        (await InRangeAsync(0, 0)).Should().BeEquivalentTo(grains);
    }

    private async Task<IEnumerable<GrainId>> InRangeAsync(uint begin, uint end) =>
        (await Table.ReadRows(begin, end, Cancel)).Reminders.Select(reminder => reminder.GrainId);

    private static ReminderEntry Reminder(int grain, string name, TimeSpan period) =>
        new() { GrainId = Grain(grain), ReminderName = name, StartAt = Due, Period = period };

    private static GrainId Grain(int number) => GrainId.Create(GrainType.Create("guild"), GrainIdKeyExtensions.CreateIntegerKey(number));
}
