using CommunityIntel.StripeEmulator.Events;
using CommunityIntel.StripeEmulator.Rest;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Payments;

/// <summary>Takes money from cards, gives it back, and lets it be disputed.</summary>
internal sealed class Cashier(Account account, StripeClock clock, EventLog events)
{
    // Cards give a merchant about a week to answer (Stripe docs, Disputes).
    private const long EvidenceSeconds = 7 * 24 * 60 * 60;

    public PaymentIntent Ask(string customer, long amount, string currency, string description)
    {
        var id = Ids.New("pi_3");
        return account.PaymentIntents.Add(new PaymentIntent
        {
            Id = id,
            Created = clock.Now,
            Amount = amount,
            Currency = currency,
            Customer = customer,
            Description = description,
            ClientSecret = Ids.New(id + "_secret_"),
        });
    }

    /// <summary>One attempt; says so either way.</summary>
    public Charge Charge(PaymentIntent intent, PaymentMethod method)
    {
        var card = method.Behaviour();
        var paid = card.Error is null;
        var charge = account.Charges.Add(new Charge
        {
            Id = Ids.New("ch_3"),
            Created = clock.Now,
            Amount = intent.Amount,
            Currency = intent.Currency,
            Customer = intent.Customer,
            Description = intent.Description,
            FailureCode = card.Error,
            FailureMessage = paid ? null : card.Message,
            Outcome = paid
                ? new ChargeOutcome("approved_by_network", null, "Payment complete.", "authorized")
                : new ChargeOutcome("declined_by_network", card.DeclineCode ?? card.Error, "The bank did not return any further details with this decline.", "issuer_declined"),
            Paid = paid,
            PaymentIntent = intent.Id,
            PaymentMethod = method.Id,
            PaymentMethodDetails = new ChargeCard(method.Card),
        });
        intent.LatestCharge = charge.Id;
        intent.Status = paid ? "succeeded" : "requires_payment_method";
        intent.PaymentMethod = paid ? method.Id : null;
        intent.LastPaymentError = paid ? null : new PaymentError(card.Error!, card.DeclineCode, card.Message);
        events.Publish(paid ? EventType.ChargeSucceeded : EventType.ChargeFailed, charge);
        events.Publish(paid ? EventType.PaymentSucceeded : EventType.PaymentFailed, intent);
        return charge;
    }

    public Refund Refund(Charge charge, long? amount, string? reason)
    {
        var left = charge.Amount - charge.AmountRefunded;
        if (!charge.Paid || left == 0) throw RefusedException.Invalid($"Charge {charge.Id} has already been refunded.", code: "charge_already_refunded");
        if (amount > left || amount <= 0) throw RefusedException.Invalid($"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount");
        var refund = account.Refunds.Add(new Refund
        {
            Id = Ids.New("re_3"),
            Created = clock.Now,
            Amount = amount ?? left,
            Charge = charge.Id,
            Currency = charge.Currency,
            PaymentIntent = charge.PaymentIntent,
            Reason = reason,
        });
        events.Change(EventType.ChargeRefunded, charge, () => charge.AmountRefunded += refund.Amount);
        return refund;
    }

    public Dispute Dispute(Charge charge, string reason)
    {
        charge.Disputed = true;
        var dispute = account.Disputes.Add(new Dispute
        {
            Id = Ids.New("du_1"),
            Created = clock.Now,
            Amount = charge.Amount,
            Charge = charge.Id,
            Currency = charge.Currency,
            EvidenceDetails = new DisputeEvidence(clock.Now + EvidenceSeconds),
            PaymentIntent = charge.PaymentIntent,
            Reason = reason,
        });
        events.Publish(EventType.DisputeCreated, dispute);
        return dispute;
    }

    public void Close(Dispute dispute, bool won) => events.Change(EventType.DisputeClosed, dispute, () => dispute.Status = won ? "won" : "lost");
}
