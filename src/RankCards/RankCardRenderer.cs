using CommunityIntel.RankCards.Avatars;
using CommunityIntel.RankCards.Drawing;
using CommunityIntel.RankCards.Fonts;
using CommunityIntel.RankCards.Names;
using Microsoft.Extensions.Options;

namespace CommunityIntel.RankCards;

/// <summary>
/// Draws rank cards, as many at once as there are workers, and keeps the latest. Who asks when too many wait already, or waits too
/// long, is told so and answers in words.
/// </summary>
public sealed class RankCardRenderer : IDisposable
{
    private readonly FontShelf _fonts = new();
    private readonly RankCardCache _cache;
    private readonly SemaphoreSlim _turns;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly int _workers;
    private readonly int _places;
    private int _present;

    public RankCardRenderer(IOptions<RankCardsOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var value = options.Value;
        _workers = value.Workers == 0 ? Environment.ProcessorCount : value.Workers;
        _places = _workers + value.QueueLength;
        _turns = new SemaphoreSlim(_workers, _workers);
        _patience = TimeSpan.FromMilliseconds(value.PatienceMs);
        _cache = new RankCardCache(value.CacheMegabytes * 1024L * 1024);
        _time = time;
    }

    /// <summary>The card, drawn now or before. Any name and any avatar will do; only cancelling throws.</summary>
    public async Task<RankCardOutcome> RenderAsync(RankCard card, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(card);
        ct.ThrowIfCancellationRequested();
        card = Presentable(card);
        var key = RankCardKey.Of(card);
        if (_cache.Find(key) is { } known) return new RankCardOutcome.Drawn(known);
        if (!TryEnter()) return new RankCardOutcome.Busy();

        using var patience = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            // Drawing itself cannot be stopped; one that nobody waits for any more keeps its worker until it is done.
            return new RankCardOutcome.Drawn(await DrawInTurnAsync(card, key, either.Token).WaitAsync(either.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new RankCardOutcome.TooSlow();
        }
    }

    /// <summary>Waits for the cards that are being drawn, then frees the fonts.</summary>
    public void Dispose()
    {
        for (var worker = 0; worker < _workers; worker++) _turns.Wait();
        _turns.Dispose();
        _fonts.Dispose();
    }

    private async Task<RankCardImage> DrawInTurnAsync(RankCard card, RankCardKey key, CancellationToken ct)
    {
        try
        {
            await _turns.WaitAsync(ct);
            try
            {
                var image = await Task.Run(() => RankCardPainter.Draw(card, _fonts), CancellationToken.None);
                _cache.Keep(key, image);
                return image;
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    private static RankCard Presentable(RankCard card) => card with
    {
        Name = DisplayName.Clean(card.Name),
        Avatar = card.Avatar.Length > AvatarPicture.MaxBytes ? default : card.Avatar,
    };

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _present) <= _places) return true;
        Interlocked.Decrement(ref _present);
        return false;
    }
}
