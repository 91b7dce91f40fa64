using CommunityIntel.Payments;

namespace CommunityIntel.Tools.Billing;

/// <summary>Stripe from the command line. The key is read from STRIPE_API_KEY alone: an argument would stand in the list of processes.</summary>
internal static class StripeTools
{
    private const string KeyVariable = "STRIPE_API_KEY", BaseVariable = "STRIPE_API_BASE";

    public static async Task<int> SetUpAsync(string[] args)
    {
        if (Read(out var options) is { } fault) return await FailAsync(fault);
        Uri? webhook = null;
        if (args is ["--webhook", var text] && (!Uri.TryCreate(text, UriKind.Absolute, out webhook) || webhook.Scheme is not ("https" or "http")))
            return await FailAsync($"--webhook {text}: expected the address of the dashboard's webhook endpoint, e.g. https://stats.example.org/webhooks/stripe");
        if (args is not ([] or ["--webhook", _])) return await FailAsync("stripe-setup [--webhook ADDRESS]");
        using var http = new HttpClient();
        Console.WriteLine($"Setting up {(options.IsLive ? "LIVE mode" : "test mode")} at Stripe.");
        if (await new StripeSetup(http, options, Console.WriteLine).RunAsync(webhook) is { } secret)
            Console.WriteLine($"Its signing secret is told once. Give it to the web as Billing__Stripe__WebhookSecret:\n{secret}");
        return 0;
    }

    public static async Task<int> CheckAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(KeyVariable)))
        {
            Console.WriteLine($"{KeyVariable} is not set: nothing was checked. Set it to a key of Stripe's test mode (sk_test_…) to run the billing client against the real Stripe.");
            return 0;
        }

        if (Read(out var options) is { } fault) return await FailAsync(fault);
        if (options.IsLive) return await FailAsync($"{KeyVariable} is a live key: the check pays with a test card and wants sk_test_…");
        using var http = new HttpClient();
        var isGood = await new StripeCheck(http, options, (what, holds) => Console.WriteLine($"{(holds ? "ok  " : "FAIL")} {what}")).RunAsync();
        Console.WriteLine(isGood ? "Stripe answers as the product expects." : "Stripe does not answer as the product expects: see above.");
        return isGood ? 0 : 1;
    }

    private static string? Read(out StripeOptions options)
    {
        options = new StripeOptions
        {
            ApiKey = Environment.GetEnvironmentVariable(KeyVariable),
            ApiBase = Environment.GetEnvironmentVariable(BaseVariable) is { Length: > 0 } text && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null,
        };
        return options.IsConfigured ? options.Faults().FirstOrDefault() : $"{KeyVariable} is not set: expected a secret key of Stripe, sk_test_… or sk_live_…";
    }

    private static async Task<int> FailAsync(string what)
    {
        await Console.Error.WriteLineAsync(what);
        return 1;
    }
}
