using CommunityIntel.StripeEmulator.Checkout;
using CommunityIntel.StripeEmulator.Rest;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>What went wrong and how things stand, for people.</summary>
internal static class PageWords
{
    public static string? Of(this Page page, CheckoutRefusal refusal) => refusal switch
    {
        CheckoutRefusal.None => null,
        CheckoutRefusal.NotOpen => page.T("This checkout is over.", "Ce paiement est terminé."),
        CheckoutRefusal.CardUnknown => page.T("This card number is not valid.", "Ce numéro de carte n’est pas valide."),
        CheckoutRefusal.CardWithoutFunds => page.T("Your card has insufficient funds. Try another card.", "Les fonds de votre carte sont insuffisants. Essayez une autre carte."),
        CheckoutRefusal.PromotionCodeUnknown => page.T("This code is not valid.", "Ce code n’est pas valide."),
        CheckoutRefusal.EmailMissing => page.T("An email address is needed.", "Une adresse e-mail est nécessaire."),
        _ => page.T("Your card was declined. Try another card.", "Votre carte a été refusée. Essayez une autre carte."),
    };

    public static string Of(this Page page, RefusedException refused) => refused switch
    {
        { DeclineCode: "insufficient_funds" } => page.Of(CheckoutRefusal.CardWithoutFunds)!,
        { CarriedOut: true } => page.Of(CheckoutRefusal.CardDeclined)!,
        { Code: "incorrect_number" } => refused.Message,
        { Code: "resource_missing" } => page.T("There is no card to pay with. Add one first.", "Il n’y a pas de carte pour payer. Ajoutez-en une d’abord."),
        _ => page.T("This is not possible: ", "Ce n’est pas possible : ") + refused.Message,
    };

    public static string StatusOf(this Page page, string status) => status switch
    {
        "trialing" => page.T("Trial", "Essai"),
        "active" => page.T("Active", "Actif"),
        "past_due" => page.T("Payment overdue", "Paiement en retard"),
        "unpaid" => page.T("Unpaid", "Impayé"),
        "paused" => page.T("Paused", "En pause"),
        "incomplete" => page.T("Incomplete", "Incomplet"),
        "canceled" or "incomplete_expired" => page.T("Ended", "Terminé"),
        "paid" => page.T("Paid", "Payée"),
        "open" => page.T("Open", "À payer"),
        "void" => page.T("Void", "Annulée"),
        "draft" => page.T("Draft", "Brouillon"),
        _ => status,
    };
}
