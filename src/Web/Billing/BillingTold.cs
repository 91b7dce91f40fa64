using CommunityIntel.GrainInterfaces.Billing;

namespace CommunityIntel.Web.Billing;

/// <summary>
/// What a page of billing says after a form: the text <c>billing.told.WORD</c>, whether it went well, and the part of the page that goes on (null = the text alone says what to do).
/// Addresses carry the word only; what is not known here is not said.
/// </summary>
public sealed record BillingTold(string Word, bool IsGood, string? GoesOn = null)
{
    public const string Subscriptions = "subscriptions", Plans = "plans", Redeem = "redeem";

    public static readonly BillingTold Done = new("done", true), Pending = new("pending", true), Cancelled = new("cancelled", true, Plans);
    public static readonly BillingTold NoAnswer = new("no-answer", false), NotAllowed = new("not-allowed", false), Unavailable = new("unavailable", false);
    public static readonly BillingTold Added = new("added", true, Subscriptions), Moved = new("moved", true), Taken = new("taken", true, Subscriptions), Redeemed = new("redeemed", true);

    private static readonly BillingTold PaidAlready = new("paid-already", false, Subscriptions), NotSold = new("not-sold", false, Plans), UnknownGuild = new("unknown-guild", false);
    private static readonly BillingTold FreeSlot = new("free-slot", false, Subscriptions), Gone = new("gone", false, Subscriptions), NothingPaid = new("nothing-paid", false, Plans);
    private static readonly BillingTold Locked = new("locked", false, Subscriptions), SlotPaid = new("slot-paid", false, Subscriptions), Declined = new("declined", false, Subscriptions), InTrial = new("in-trial", false, Subscriptions);
    private static readonly BillingTold CodeUnknown = new("code-unknown", false, Redeem), CodeExpired = new("code-expired", false, Plans), CodeUsed = new("code-used", false, Plans), CodeTooMany = new("code-too-many", false);

    private static readonly Dictionary<string, BillingTold> All = new[]
    {
        Done, Pending, Cancelled, NoAnswer, NotAllowed, Unavailable, Added, Moved, Taken, Redeemed, PaidAlready, NotSold, UnknownGuild, FreeSlot, Gone, NothingPaid, Locked, SlotPaid,
        Declined, InTrial, CodeUnknown, CodeExpired, CodeUsed, CodeTooMany,
    }.ToDictionary(told => told.Word);

    public static IReadOnlyCollection<string> Words => All.Keys;

    public static BillingTold? Find(string? word) => All.GetValueOrDefault(word ?? "");

    /// <summary>Of one that is <see cref="CheckoutOutcome.Ready"/> nothing is said: it leads to Stripe.</summary>
    public static BillingTold Of(CheckoutOutcome outcome) => outcome switch
    {
        CheckoutOutcome.PaidAlready => PaidAlready,
        CheckoutOutcome.NotSold => NotSold,
        CheckoutOutcome.UnknownGuild => UnknownGuild,
        CheckoutOutcome.HasFreeSlot => FreeSlot,
        _ => Unavailable,
    };

    public static BillingTold Of(PortalOutcome outcome) => outcome == PortalOutcome.NothingThere ? NothingPaid : Unavailable;

    public static BillingTold Of(SlotOutcome outcome, BillingTold done) => outcome switch
    {
        SlotOutcome.Done => done,
        SlotOutcome.NothingThere => Gone,
        SlotOutcome.Locked => Locked,
        SlotOutcome.PaidAlready => SlotPaid,
        SlotOutcome.UnknownGuild => UnknownGuild,
        SlotOutcome.Declined => Declined,
        SlotOutcome.InTrial => InTrial,
        SlotOutcome.NotSold => NotSold,
        SlotOutcome.Unknown => NoAnswer,
        _ => Unavailable,
    };

    public static BillingTold Of(RedeemOutcome outcome) => outcome switch
    {
        RedeemOutcome.Redeemed => Redeemed,
        RedeemOutcome.Unknown => CodeUnknown,
        RedeemOutcome.Expired => CodeExpired,
        RedeemOutcome.Used => CodeUsed,
        RedeemOutcome.TooMany => CodeTooMany,
        _ => UnknownGuild,
    };
}
