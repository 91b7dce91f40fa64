using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace CommunityIntel.LanguageModels.Providers;

/// <summary>One entry of the chain: asks its endpoint, again where that can help, within the budget, and rests when it must.</summary>
internal sealed partial class Provider
{
    private const int MostRetries = 2;

    private static readonly ResiliencePropertyKey<Turn> TurnKey = new("turn");
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(3);

    private readonly ModelEndpoint _endpoint;
    private readonly ILogger _logger;
    private readonly ProviderOptions _options;
    private readonly Prices _prices;
    private readonly ProviderRest _rest;
    private readonly ResiliencePipeline<Attempt> _retries;
    private readonly TimeProvider _time;

    public Provider(ProviderOptions options, LanguageModelsOptions all, HttpClient http, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _endpoint = new ModelEndpoint(options, http, time);
        _prices = new Prices(options.InputPricePerMillion, options.OutputPricePerMillion);
        _rest = new ProviderRest(time);
        Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds ?? all.TimeoutSeconds);
        _retries = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<Attempt>
        {
            MaxRetryAttempts = MostRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstWait,
            MaxDelay = MostWait,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is Attempt.Failed failed && MayRetry(failed, args.AttemptNumber, TurnOf(args.Context))),
            DelayGenerator = args => ValueTask.FromResult(Wait((Attempt.Failed)args.Outcome.Result!)),
        }).Build();
    }

    /// <summary>Of one request.</summary>
    public TimeSpan Timeout { get; }

    public DateTimeOffset? RestsUntil => _rest.Until;

    public ProviderStanding Standing => new(_options.Name, _options.Model, _options.RequestsPerDay, RestsUntil is not null);

    /// <summary>Null when it rests.</summary>
    public async Task<Attempt?> AskAsync(Turn turn, CancellationToken ct)
    {
        if (!_rest.TryEnter()) return null;
        // A grain keeps the budget: what follows a wait goes on where the caller is.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, ct);
        context.Properties.Set(TurnKey, turn);
        try
        {
            var last = await _retries.ExecuteAsync(context => new ValueTask<Attempt>(TryAsync(TurnOf(context), context.CancellationToken)), context);
            if (last is Attempt.Failed { RetryAfter: { } wanted }) _rest.Rest(wanted);
            return last;
        }
        finally
        {
            _rest.Released();
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Attempt> TryAsync(Turn turn, CancellationToken ct)
    {
        var worst = _prices.Worst(turn.Request);
        if (!await turn.Budget.TryTakeAsync(_options.Name, _options.RequestsPerDay, worst))
        {
            LanguageModelsMetrics.RefusedByBudget(_options.Name);
            return new Attempt.OverBudget();
        }

        ModelUsage? usage = null;
        try
        {
            var started = _time.GetTimestamp();
            var reply = await SendAsync(turn, ct);
            var elapsed = _time.GetElapsedTime(started);
            if (reply is EndpointReply.Completion completion) LanguageModelsMetrics.Used(usage = Usage(turn.Request, completion.Chat, elapsed));
            // An endpoint that says no is not paid for it.
            else if (reply is EndpointReply.Failure { Failed.Status: > 0 and not 200 }) usage = new ModelUsage(_options.Name, _options.Model, 0, 0, 0, (int)elapsed.TotalMilliseconds);
            var attempt = Judge(turn, reply, usage);
            Remember(attempt, elapsed);
            return attempt;
        }
        finally
        {
            await turn.Budget.SettleAsync(_options.Name, usage, worst);
        }
    }

    private async Task<EndpointReply> SendAsync(Turn turn, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(turn.NextPatience(Timeout), _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await _endpoint.SendAsync(turn.Request, ended.Token);
        }
        catch (OperationCanceledException) when (!turn.Caller.IsCancellationRequested)
        {
            return new EndpointReply.Failure(new Attempt.Failed(Trouble.TimedOut));
        }
    }

    private ModelUsage Usage(ModelRequest request, ChatReply chat, TimeSpan elapsed)
    {
        var input = chat.InputTokens ?? Prices.Tokens(request);
        var output = chat.OutputTokens ?? Prices.Tokens(chat.Content ?? "");
        return new ModelUsage(_options.Name, _options.Model, input, output, _prices.Micros(input, output), (int)elapsed.TotalMilliseconds);
    }

    private Attempt Judge(Turn turn, EndpointReply reply, ModelUsage? usage)
    {
        if (reply is EndpointReply.Failure failure)
        {
            if (failure.Failed.Trouble == Trouble.Unreadable) turn.Unreadable++;
            return failure.Failed;
        }

        var chat = ((EndpointReply.Completion)reply).Chat;
        if (chat.IsWhole && AnswerText.TryFindObject(chat.Content) is { } json)
        {
            if (turn.Accept(json)) return new Attempt.Answered(json, usage!);
            _endpoint.SpellSchema();
            return new Attempt.Failed(Trouble.NotAccepted, 200);
        }

        turn.Unreadable++;
        if (chat.IsWhole) _endpoint.SpellSchema();
        return new Attempt.Failed(Trouble.Unreadable, 200);
    }

    private void Remember(Attempt attempt, TimeSpan elapsed)
    {
        LanguageModelsMetrics.Asked(_options.Name, attempt, elapsed);
        if (attempt is Attempt.Answered answered)
        {
            _rest.Succeeded();
            return;
        }

        var failed = (Attempt.Failed)attempt;
        if (failed.Trouble == Trouble.AccountRefused)
        {
            _rest.Refused();
            Log.AccountRefused(_logger, _options.Name, failed.Status, _rest.Until);
            return;
        }

        if (failed.Trouble != Trouble.FormatRefused) _rest.Failed();
        Log.Failed(_logger, _options.Name, failed.Trouble, failed.Status, (long)elapsed.TotalMilliseconds, _rest.Until);
    }

    private bool MayRetry(Attempt.Failed failed, int attempt, Turn turn)
    {
        var canHelp = failed.Trouble switch
        {
            Trouble.TimedOut or Trouble.Unreachable or Trouble.TooManyRequests or Trouble.ServerError or Trouble.FormatRefused => true,
            Trouble.Unreadable => turn.Unreadable < 2,
            _ => false,
        };
        return canHelp && !_rest.IsBroken && turn.Fits(Wait(failed) ?? FirstWait * (1 << attempt));
    }

    /// <summary>Null = Polly's own, which grows. A little more than what was asked for, so that not all who were told so come back together.</summary>
    private static TimeSpan? Wait(Attempt.Failed failed) => failed.Trouble switch
    {
        Trouble.FormatRefused or Trouble.Unreadable => TimeSpan.Zero,
        _ when failed.RetryAfter is { } asked && asked > FirstWait => asked * 1.02,
        _ => null,
    };

    private static Turn TurnOf(ResilienceContext context) => context.Properties.GetValue(TurnKey, null!);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A language model gave no answer that can be used: {Provider}, {Trouble}, status {StatusCode}, after {DurationMs} ms; rests until {RestsUntil}")]
        public static partial void Failed(ILogger logger, string provider, Trouble trouble, int? statusCode, long durationMs, DateTimeOffset? restsUntil);

        [LoggerMessage(2, LogLevel.Error, "Language model provider {Provider} refuses our account with status {StatusCode} and rests until {RestsUntil}: check its Key in LanguageModels:Providers, whether the key may use the model, and that the account has credit")]
        public static partial void AccountRefused(ILogger logger, string provider, int? statusCode, DateTimeOffset? restsUntil);
    }
}
