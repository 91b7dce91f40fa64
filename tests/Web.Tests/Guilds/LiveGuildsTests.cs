using System.Threading.Channels;
using CommunityIntel.GrainInterfaces.Guilds;
using CommunityIntel.Web.Guilds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityIntel.Web.Tests.Guilds;

/// <summary>The scripted guild tells its number of messages once per subscription: 42, then 41 when asked.</summary>
public sealed class LiveGuildsTests(ScriptedSite site)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime time = new();

    [Fact]
    public async Task A_watch_subscribes_again_so_that_it_outlives_a_silo()
    {
        var live = Live();
        var heard = Channel.CreateUnbounded<long>();
        using var watch = live.Watch(ScriptedSite.GuildId, numbers => heard.Writer.TryWrite(numbers?.MessagesToday ?? -1));
        await NextSubscriptionAsync(heard);

        time.Tick();

        await NextSubscriptionAsync(heard);
    }

    [Fact]
    public async Task Many_viewers_share_one_watch_and_the_last_one_ends_it()
    {
        var live = Live();
        var (first, second) = (Channel.CreateUnbounded<long>(), Channel.CreateUnbounded<long>());
        var one = live.Watch(ScriptedSite.GuildId, numbers => first.Writer.TryWrite(numbers!.MessagesToday));
        var two = live.Watch(ScriptedSite.GuildId, numbers => second.Writer.TryWrite(numbers!.MessagesToday));
        await NextSubscriptionAsync(first);
        live.Count.Should().Be(1);

        one.Dispose();
        one.Dispose();
        live.Count.Should().Be(1);
        time.Tick();
        await NextSubscriptionAsync(second);

        two.Dispose();
        live.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_guild_that_does_not_answer_pauses_its_viewers()
    {
        var heard = Channel.CreateUnbounded<bool>();
        using var watch = Live().Watch(ScriptedSite.OtherGuildId, numbers => heard.Writer.TryWrite(numbers is null));
        using var patience = new CancellationTokenSource(Patience);
        (await heard.Reader.ReadAsync(patience.Token)).Should().BeTrue();
        time.Tick();
        (await heard.Reader.ReadAsync(patience.Token)).Should().BeTrue();
    }

    private LiveGuilds Live() =>
        new(site.Services.GetRequiredService<IClusterClient>(), time, NullLogger<LiveGuilds>.Instance);

    private static async Task NextSubscriptionAsync(Channel<long> heard)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await heard.Reader.ReadAsync(patience.Token) != 42)
        {
        }
    }
}
