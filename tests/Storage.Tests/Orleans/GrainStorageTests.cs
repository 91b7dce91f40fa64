using System.Text;
using Orleans.Runtime;
using Orleans.Storage;

namespace CommunityIntel.Storage.Tests.Orleans;

public sealed class GrainStorageTests(OrleansOnPostgres orleans) : IClassFixture<OrleansOnPostgres>
{
    private static int s_lastKey;

    /// <summary>Each test has a grain of its own.</summary>
    private readonly GrainId _grain = GrainId.Create(GrainType.Create("counter"), GrainIdKeyExtensions.CreateIntegerKey(1_000_000_000_000_000_000 + Interlocked.Increment(ref s_lastKey)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grain_without_state_has_no_record()
    {
        var read = await ReadAsync();

        read.RecordExists.Should().BeFalse();
        read.ETag.Should().BeNull();
    }

    [Fact]
    public async Task State_is_read_back_as_it_was_written()
    {
        await WriteAsync(new GrainState<Counter>(new Counter(7)));

        var read = await ReadAsync();

        read.RecordExists.Should().BeTrue();
        read.State.Should().Be(new Counter(7));
    }

    [Fact]
    public async Task Each_write_has_an_ETag_of_its_own()
    {
        var state = new GrainState<Counter>(new Counter(1));
        await WriteAsync(state);
        var first = state.ETag;

        state.State = new Counter(2);
        await WriteAsync(state);

        state.ETag.Should().NotBe(first);
        (await ReadAsync()).State.Should().Be(new Counter(2));
    }

    [Fact]
    public async Task A_second_first_write_is_refused()
    {
        await WriteAsync(new GrainState<Counter>(new Counter(1)));

        await FluentActions.Awaiting(() => WriteAsync(new GrainState<Counter>(new Counter(2)))).Should().ThrowAsync<InconsistentStateException>();

        (await ReadAsync()).State.Should().Be(new Counter(1));
    }

    [Fact]
    public async Task Of_first_writes_that_race_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            try
            {
                await WriteAsync(new GrainState<Counter>(new Counter(n)));
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));

        outcomes.Count(won => won).Should().Be(1);
    }

    [Fact]
    public async Task A_write_with_an_old_ETag_is_refused()
    {
        var ours = new GrainState<Counter>(new Counter(1));
        await WriteAsync(ours);
        var theirs = await ReadAsync();
        await WriteAsync(theirs);

        await FluentActions.Awaiting(() => WriteAsync(ours)).Should().ThrowAsync<InconsistentStateException>();
    }

    [Fact]
    public async Task Cleared_state_is_gone_but_an_old_ETag_still_loses()
    {
        var state = new GrainState<Counter>(new Counter(1));
        await WriteAsync(state);
        var old = state.ETag;

        await orleans.Storage.ClearStateAsync("counter", _grain, state, Cancel);

        (await ReadAsync()).RecordExists.Should().BeFalse();
        var stale = new GrainState<Counter>(new Counter(9)) { ETag = old };
        await FluentActions.Awaiting(() => WriteAsync(stale)).Should().ThrowAsync<InconsistentStateException>();
        await FluentActions.Awaiting(() => orleans.Storage.ClearStateAsync("counter", _grain, stale, Cancel)).Should().ThrowAsync<InconsistentStateException>();

        state.State = new Counter(3);
        await WriteAsync(state);
        (await ReadAsync()).State.Should().Be(new Counter(3));
    }

    [Fact]
    public async Task Deleted_state_leaves_no_row()
    {
        var state = new GrainState<Counter>(new Counter(1));
        await orleans.DeletingStorage.WriteStateAsync("deleted", _grain, state, Cancel);

        await orleans.DeletingStorage.ClearStateAsync("deleted", _grain, state, Cancel);

        (await orleans.Database.ScalarAsync<long>("SELECT count(*) FROM orleans_grain_states WHERE state_name LIKE '%deleted'", Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task Numbers_strings_and_guids_are_different_grains()
    {
        GrainId[] grains =
        [
            GrainId.Create(GrainType.Create("counter"), GrainIdKeyExtensions.CreateIntegerKey(5)),
            GrainId.Create(GrainType.Create("counter"), GrainIdKeyExtensions.CreateIntegerKey(5, "five")),
            GrainId.Create(GrainType.Create("counter"), GrainIdKeyExtensions.CreateGuidKey(new Guid("5d3c1f7e-0000-4000-8000-000000000005"))),
            GrainId.Create("counter", "a guild's name"),
        ];
        for (var n = 0; n < grains.Length; n++)
            await orleans.Storage.WriteStateAsync("kinds", grains[n], new GrainState<Counter>(new Counter(n)), Cancel);

        for (var n = 0; n < grains.Length; n++)
        {
            var read = new GrainState<Counter>();
            await orleans.Storage.ReadStateAsync("kinds", grains[n], read, Cancel);
            read.State.Should().Be(new Counter(n));
        }
    }

    [Fact]
    public async Task No_CLR_name_reaches_the_database()
    {
        await WriteAsync(new GrainState<Counter>(new Counter(7)));

        var payload = await orleans.Database.ScalarAsync<byte[]>("SELECT payload FROM orleans_grain_states WHERE payload IS NOT NULL LIMIT 1", Cancel);

        Encoding.UTF8.GetString(payload!).Should().StartWith("{\"Value\":").And.NotContain("$type");
    }

    private async Task<GrainState<Counter>> ReadAsync()
    {
        var state = new GrainState<Counter>();
        await orleans.Storage.ReadStateAsync("counter", _grain, state, Cancel);
        return state;
    }

    private Task WriteAsync(GrainState<Counter> state) => orleans.Storage.WriteStateAsync("counter", _grain, state, Cancel);

    private sealed record Counter(int Value)
    {
        public Counter() : this(0) { }
    }
}
