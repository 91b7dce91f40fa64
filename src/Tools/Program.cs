using CommunityIntel.Payments;
using CommunityIntel.Tools.Billing;
using CommunityIntel.Tools.Schema;

// What an operator does now and then. ./dev has a command for each.
try
{
    return args switch
    {
        ["stripe-setup", ..] => await StripeTools.SetUpAsync(args[1..]),
        ["stripe-check"] => await StripeTools.CheckAsync(),
        ["schema", ..] => await SchemaTools.RunAsync(args[1..]),
        _ => Usage(),
    };
}
catch (PaymentsUnavailableException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("stripe-setup [--webhook https://stats.example.org/webhooks/stripe] | stripe-check | schema [--wait]");
    return 2;
}
