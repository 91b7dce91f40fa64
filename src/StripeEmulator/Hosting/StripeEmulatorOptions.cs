using Serilog.Events;

namespace CommunityIntel.StripeEmulator.Hosting;

/// <summary>What becomes of a subscription whose last retry of a payment failed.</summary>
public enum FailedPaymentEnd
{
    Canceled,
    Unpaid,
    PastDue,
}

/// <summary>Everything that can be set on the local Stripe. Configuration section <c>StripeEmulator</c>.</summary>
public sealed class StripeEmulatorOptions
{
    public const string Section = "StripeEmulator";

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Listen on every interface: in a container, whose ports reach the outside only where somebody publishes them.</summary>
    public bool ListenOnAnyAddress { get; set; }

    /// <summary>The one secret key that is accepted.</summary>
    public string ApiKey { get; set; } = "sk_test_emulator";

    /// <summary>What events say of themselves; a client refuses those of another release than its own.</summary>
    public string ApiVersion { get; set; } = "2026-10-28.endive";

    /// <summary>Where all events are posted; null posts to the endpoints that were registered by the API only.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Signs what goes to <see cref="WebhookUrl"/>.</summary>
    public string WebhookSecret { get; set; } = "whsec_emulator";

    /// <summary>Folder for the state file; null keeps nothing on disk.</summary>
    public string? DataFolder { get; set; }

    public LogEventLevel LogLevel { get; set; } = LogEventLevel.Information;

    /// <summary>When a failed payment is tried again, counted from the first failure, on the emulated clock; null for 1, 3, 5 and 7 days.</summary>
    public IList<TimeSpan>? PaymentRetries { get; set; }

    /// <summary>After the last of <see cref="PaymentRetries"/>.</summary>
    public FailedPaymentEnd FailedPaymentEnd { get; set; } = FailedPaymentEnd.Canceled;

    /// <summary>How long the invoice of a renewal stays a draft before it is finalized and paid (Stripe docs, Subscription invoices: about an hour).</summary>
    public TimeSpan InvoiceDraftTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long before a renewal <c>invoice.upcoming</c> is sent.</summary>
    public TimeSpan UpcomingNotice { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Waits between the attempts to deliver an event, in real time; null for 1 s growing to 1 h.</summary>
    public IList<TimeSpan>? WebhookRetries { get; set; }

    /// <summary>How long a webhook endpoint may take to answer.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock under the emulated one, which is this plus how far it was advanced; tests set their own.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    internal IList<TimeSpan> EffectivePaymentRetries => PaymentRetries ?? DefaultPaymentRetries;

    internal IList<TimeSpan> EffectiveWebhookRetries => WebhookRetries ?? DefaultWebhookRetries;

    private static readonly TimeSpan[] DefaultPaymentRetries = [TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(5), TimeSpan.FromDays(7)];

    private static readonly TimeSpan[] DefaultWebhookRetries =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1),
    ];
}
