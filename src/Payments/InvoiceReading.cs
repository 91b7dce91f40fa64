using StripeInvoice = Stripe.Invoice;

namespace CommunityIntel.Payments;

internal static class InvoiceReading
{
    public static Invoice Of(StripeInvoice i) => new(
        i.Number, At(i.Created), i.Status ?? "draft", i.Total, i.Currency, AddressOf(i.HostedInvoiceUrl), AddressOf(i.InvoicePdf), i.Parent?.SubscriptionDetails?.SubscriptionId);

    public static Invoice OfNext(StripeInvoice i, string subscriptionId) =>
        new(null, At(i.NextPaymentAttempt ?? i.PeriodEnd), "draft", i.AmountDue, i.Currency, null, null, subscriptionId);

    private static Uri? AddressOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) ? address : null;

    private static DateTimeOffset At(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
