using CommunityIntel.LanguageModels.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityIntel.LanguageModels;

/// <summary>Asks one provider after the other, until one has answered or the time is over.</summary>
internal sealed class ModelChain : ILanguageModel, IDisposable
{
    private readonly HttpClient _http = CappedAnswers.NewClient();
    private readonly List<Provider> _providers;
    private readonly SemaphoreSlim _room;
    private readonly TimeProvider _time;
    private readonly TimeSpan _total;

    public ModelChain(IOptions<LanguageModelsOptions> options, TimeProvider time, ILogger<ModelChain> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time;
        _total = TimeSpan.FromSeconds(options.Value.TotalTimeoutSeconds);
        _room = new SemaphoreSlim(options.Value.AtOnce);
        _providers = [.. options.Value.Providers.Select(provider => new Provider(provider, options.Value, _http, time, logger))];
    }

    public IReadOnlyList<ProviderStanding> Standings => [.. _providers.Select(provider => provider.Standing)];

    public async Task<ModelAnswer> AskAsync(ModelRequest request, IModelBudget budget, Func<string, bool> accept, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(accept);
        var answer = _providers.Count == 0 ? new ModelUnavailable(ModelRefusal.NotConfigured, null) : await AskInTimeAsync(request, budget, accept, ct);
        LanguageModelsMetrics.Ended(answer);
        return answer;
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private async Task<ModelAnswer> AskInTimeAsync(ModelRequest request, IModelBudget budget, Func<string, bool> accept, CancellationToken ct)
    {
        var deadline = new Deadline(_time, _total);
        using var late = new CancellationTokenSource(_total, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await _room.WaitAsync(ended.Token);
            try
            {
                return await AskInOrderAsync(reserve => new Turn(request, budget, accept, deadline, reserve, ct), deadline, ended.Token);
            }
            finally
            {
                _room.Release();
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return NoAnswer();
        }
    }

    private async Task<ModelAnswer> AskInOrderAsync(Func<TimeSpan, Turn> turnWith, Deadline deadline, CancellationToken ct)
    {
        var overBudget = 0;
        for (var i = 0; i < _providers.Count && !deadline.IsOver; i++)
        {
            var attempt = await _providers[i].AskAsync(turnWith(Reserve(i + 1)), ct);
            if (attempt is Attempt.Answered answered) return new ModelAnswered(answered.Json, answered.Usage);
            if (attempt is Attempt.OverBudget) overBudget++;
        }

        return overBudget == _providers.Count ? new ModelUnavailable(ModelRefusal.OverBudget, null) : NoAnswer();
    }

    private TimeSpan Reserve(int from) =>
        _providers.Skip(from).Where(provider => provider.RestsUntil is null).Aggregate(TimeSpan.Zero, (sum, provider) => sum + provider.Timeout);

    private ModelUnavailable NoAnswer()
    {
        var rests = _providers.ConvertAll(provider => provider.RestsUntil);
        return new ModelUnavailable(ModelRefusal.NoAnswer, rests.Contains(null) ? null : rests.Min());
    }
}
