using CommunityIntel.Payments;
using CommunityIntel.Tools.Backups;
using CommunityIntel.Tools.Billing;
using CommunityIntel.Tools.Migration;
using CommunityIntel.Tools.Schema;

// What an operator does now and then. ./dev has a command for each.
try
{
    return args switch
    {
        ["stripe-setup", ..] => await StripeTools.SetUpAsync(args[1..]),
        ["stripe-check"] => await StripeTools.CheckAsync(),
        ["schema", ..] => await SchemaTools.RunAsync(args[1..]),
        ["backup", ..] => await BackupTools.BackUpAsync(args[1..]),
        ["restore", ..] => await BackupTools.RestoreAsync(args[1..]),
        ["migrate", ..] => await MigrateTool.RunAsync(args[1..]),
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
    Console.Error.WriteLine("""
        stripe-setup [--webhook https://stats.example.org/webhooks/stripe] | stripe-check
        schema [--wait]
        backup FOLDER [--jobs N] | restore FOLDER [--replace] [--jobs N]
        migrate [--dry-run] …
        """);
    return 2;
}
