using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityIntel.RankCards.Tests;

public sealed class RendererTests
{
    [Fact]
    public async Task The_same_card_is_drawn_once()
    {
        using var renderer = Renderer(new());

        var first = await Drawn(renderer, Some.Card() with { Avatar = Some.Avatar() });
        var again = await Drawn(renderer, Some.Card() with { Avatar = Some.Avatar() });
        var other = await Drawn(renderer, Some.Card() with { Avatar = Some.Avatar(200) });

        again.Should().BeSameAs(first);
        other.Should().NotBeSameAs(first);
        first.Png.Span[..4].ToArray().Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G');
    }

    [Fact]
    public async Task Whatever_changes_the_picture_is_another_card()
    {
        using var renderer = Renderer(new());
        var card = Some.Card();
        RankCard[] cards =
        [
            card, card with { Name = "x" }, card with { Rank = 1 }, card with { Members = 1 }, card with { Level = 1 }, card with { LevelXp = 1 },
            card with { LevelCost = 1 }, card with { TotalXp = 1 }, card with { Messages = 1 }, card with { VoiceHours = 1 }, card with { Accent = 1 },
            card with { Theme = RankCardTheme.Light }, card with { Texts = Some.French }, card with { UserId = 1 << 22 }, card with { Avatar = Some.Avatar() },
        ];

        var pictures = new List<string>();
        foreach (var it in cards) pictures.Add(Convert.ToHexString((await Drawn(renderer, it)).Png.Span));

        pictures.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void What_is_kept_stays_under_its_bound()
    {
        var cache = new RankCardCache(100_000);
        for (var i = 0; i < 50; i++) cache.Keep(RankCardKey.Of(Some.Card() with { Rank = i }), Image(20_000));

        cache.Bytes.Should().BeLessThanOrEqualTo(100_000);
        cache.Count.Should().Be(4);
        cache.Find(RankCardKey.Of(Some.Card() with { Rank = 49 })).Should().NotBeNull();
        cache.Find(RankCardKey.Of(Some.Card() with { Rank = 0 })).Should().BeNull();
    }

    [Fact]
    public void What_was_asked_for_last_is_kept_longest()
    {
        var cache = new RankCardCache(50_000);
        cache.Keep(RankCardKey.Of(Some.Card("a")), Image(20_000));
        cache.Keep(RankCardKey.Of(Some.Card("b")), Image(20_000));
        cache.Find(RankCardKey.Of(Some.Card("a")));
        cache.Keep(RankCardKey.Of(Some.Card("c")), Image(20_000));

        cache.Find(RankCardKey.Of(Some.Card("a"))).Should().NotBeNull();
        cache.Find(RankCardKey.Of(Some.Card("b"))).Should().BeNull();
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_at_once()
    {
        using var renderer = Renderer(new() { Workers = 1, QueueLength = 2, PatienceMs = 60_000, CacheMegabytes = 0 });

        var asked = Enumerable.Range(1, 100).Select(rank => renderer.RenderAsync(Some.Card() with { Rank = rank })).ToList();
        var outcomes = await Task.WhenAll(asked);

        outcomes.OfType<RankCardOutcome.Drawn>().Should().HaveCountGreaterThanOrEqualTo(3);
        outcomes.Except(outcomes.OfType<RankCardOutcome.Drawn>()).Should().NotBeEmpty().And.AllBeOfType<RankCardOutcome.Busy>();
        (await renderer.RenderAsync(Some.Card())).Should().BeOfType<RankCardOutcome.Drawn>("there is room again");
    }

    [Fact]
    public async Task Who_waits_too_long_is_told()
    {
        using var renderer = new RankCardRenderer(Options.Create(new RankCardsOptions()), new ImpatientTime());

        (await renderer.RenderAsync(Some.Card())).Should().Be(new RankCardOutcome.TooSlow());
    }

    [Fact]
    public async Task Who_gave_up_leaves_the_place_to_others()
    {
        using var renderer = Renderer(new() { Workers = 1, QueueLength = 0, PatienceMs = 60_000 });
        using var given = new CancellationTokenSource();
        var abandoned = renderer.RenderAsync(Some.Card("a"), given.Token);
        await given.CancelAsync();
        await abandoned.ContinueWith(_ => { }, TaskScheduler.Default);

        // The abandoned card is still being drawn, perhaps; when it is done there is room again.
        RankCardOutcome outcome;
        do outcome = await renderer.RenderAsync(Some.Card("b"));
        while (outcome is RankCardOutcome.Busy);
        outcome.Should().BeOfType<RankCardOutcome.Drawn>();
    }

    [Fact]
    public async Task A_caller_may_give_up()
    {
        using var renderer = Renderer(new());
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await renderer.Invoking(it => it.RenderAsync(Some.Card(), given.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Cards_drawn_side_by_side_look_like_those_drawn_alone()
    {
        using var renderer = Renderer(new() { Workers = 4, QueueLength = 1_000, PatienceMs = 60_000, CacheMegabytes = 0 });
        var names = Cases.Names.Values.Take(12).ToList();
        var alone = new List<byte[]>();
        foreach (var name in names) alone.Add((await Drawn(renderer, Some.Card(name))).Png.ToArray());

        var together = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => names).Select(name => Drawn(renderer, Some.Card(name))));

        for (var i = 0; i < together.Length; i++) together[i].Png.ToArray().Should().Equal(alone[i % names.Count]);
    }

    [Fact]
    public void Options_come_from_their_section_and_are_checked()
    {
        Configured("RankCards:Workers", "3").Value.Workers.Should().Be(3);

        FluentActions.Invoking(() => Configured("RankCards:PatienceMs", "1").Value).Should().Throw<OptionsValidationException>().WithMessage("*PatienceMs*");
    }

    private static IOptions<RankCardsOptions> Configured(string key, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
        return services.AddRankCards().BuildServiceProvider().GetRequiredService<IOptions<RankCardsOptions>>();
    }

    private static RankCardRenderer Renderer(RankCardsOptions options) => new(Options.Create(options), TimeProvider.System);

    private static async Task<RankCardImage> Drawn(RankCardRenderer renderer, RankCard card) =>
        (await renderer.RenderAsync(card)).Should().BeOfType<RankCardOutcome.Drawn>().Subject.Image;

    private static RankCardImage Image(int bytes) => new(new byte[bytes], "", 0);
}
