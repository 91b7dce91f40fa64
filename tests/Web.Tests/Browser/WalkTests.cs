using System.Globalization;
using System.Text.Json;
using CommunityIntel.DiscordEmulator.Control;
using Microsoft.Playwright;

namespace CommunityIntel.Web.Tests.Browser;

/// <summary>
/// The way of somebody new, through the local Discord and a browser: join, talk, reach a level, get the role, see the card, hide; a manager
/// gives XP, takes it back, and changes the curve after a preview. Leaves a picture of every step in the folder <c>walk</c>.
/// </summary>
public sealed class WalkTests(RunningProduct product)
{
    private const ulong ManageRoles = 1UL << 28;
    private const float Patience = 60_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private int step;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_new_joins_talks_and_rises_and_a_manager_gives_takes_back_and_previews()
    {
        using var discord = await product.DiscordAsync();
        var (ada, noe) = (await discord.CreateUserAsync("ada", "Ada"), await discord.CreateUserAsync("noe", "Noé 🌱"));
        var guild = await discord.CreateGuildAsync("Walk", ada.Id);
        var regular = await discord.CreateRoleAsync(guild.Id, "Regular");
        var helm = await discord.CreateRoleAsync(guild.Id, "Helm", ManageRoles, 10);
        await discord.GiveRoleAsync(guild.Id, (await discord.MembersAsync(guild.Id)).Single(m => m.User.Bot).User.Id, helm.Id);
        var channel = (await discord.ChannelsAsync(guild.Id))[0];
        var address = string.Create(CultureInfo.InvariantCulture, $"/g/{guild.Id}");

        await using var manager = await product.OpenAsync("en", "light", signIn: false);
        await manager.SignInAsync(await product.VisitorAsync(ada.Id));
        await RewardAsync(manager, $"{address}/settings/rewards", "Regular");
        await AnnounceAsync(manager, $"{address}/settings/announcements");

        await discord.JoinAsync(guild.Id, noe.Id);
        var morning = DateTimeOffset.UtcNow.AddMinutes(-20);
        for (var i = 0; i < 8; i++) await discord.PostAsync(channel.Id, noe.Id, $"hello {i}", morning.AddMinutes(2 * i));

        await UntilAsync(async () => (await discord.MembersAsync(guild.Id)).Single(m => m.User.Id == noe.Id).Roles.Contains(regular.Id));
        MessageView card = null!;
        // A machine that is too busy to draw answers in words.
        await UntilAsync(async () => (card = await AskAsync(discord, channel.Id, noe.Id, "rank")).Json!.Value.GetProperty("attachments").GetArrayLength() > 0);
        card.Json!.Value.GetProperty("attachments")[0].GetProperty("description").GetString().Should().Contain("level 1");
        await KeepAsync(card, "rank-card");

        await GotoAsync(manager, $"{address}/leaderboard", "leaderboard");
        await Assertions.Expect(manager.Page.Locator("main")).ToContainTextAsync("Noé");
        await GotoAsync(manager, string.Create(CultureInfo.InvariantCulture, $"{address}/members/{noe.Id}"), "member");

        var hide = await AskAsync(discord, channel.Id, noe.Id, "privacy", Subcommand("hide"));
        await ClickFirstAsync(discord, channel.Id, noe.Id, hide);
        await UntilAsync(async () =>
        {
            await manager.Page.GotoAsync($"{address}/leaderboard");
            return !(await manager.Page.Locator("main").InnerTextAsync()).Contains("Noé", StringComparison.Ordinal);
        });
        await PictureAsync(manager, "leaderboard-without-who-hides");

        var given = await AskAsync(discord, channel.Id, ada.Id, "xp", Subcommand("give", Member(noe.Id), new { name = "amount", type = 4, value = 5_000 }));
        Text(given).Should().MatchRegex("level 1 → 1[0-9]");
        await GotoAsync(manager, $"{address}/audit", "audit-given");
        await Assertions.Expect(manager.Page.Locator("main")).ToContainTextAsync("Ada");
        var undone = await AskAsync(discord, channel.Id, ada.Id, "xp", Subcommand("undo"));
        (undone.Flags & 64).Should().Be(64, "it concerns who asked");
        await GotoAsync(manager, $"{address}/audit", "audit-taken-back");

        await CurveAsync(manager, $"{address}/settings/xp");
        await GotoAsync(manager, $"{address}/audit", "audit-curve");
        manager.Complaints.Should().BeEmpty();
    }

    private async Task RewardAsync(Window manager, string address, string role)
    {
        var page = manager.Page;
        await OpenEditorAsync(manager, address);
        await page.Locator("#add-role").SelectOptionAsync(new SelectOptionValue { Label = role });
        await PictureAsync(manager, "reward-unsaved");
        await SaveAsync(manager, "reward-saved");
    }

    private async Task AnnounceAsync(Window manager, string address)
    {
        await OpenEditorAsync(manager, address);
        await manager.Page.Locator("input[name=place]").Nth(1).CheckAsync();
        await SaveAsync(manager, "announcements-saved");
    }

    private async Task CurveAsync(Window manager, string address)
    {
        var page = manager.Page;
        await OpenEditorAsync(manager, address);
        await page.Locator("input[name=curve][value=LevelUp]").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("preview", System.Text.RegularExpressions.RegexOptions.IgnoreCase) }).First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("28 days", new() { Timeout = Patience });
        await PictureAsync(manager, "curve-preview");
        await SaveAsync(manager, "curve-saved");
    }

    private static async Task OpenEditorAsync(Window manager, string address)
    {
        await manager.Page.GotoAsync(address);
        await manager.Page.Locator("fieldset.editor:not([disabled])").First.WaitForAsync(new() { Timeout = Patience });
    }

    private async Task SaveAsync(Window manager, string name)
    {
        await manager.Page.Locator("[data-save]").ClickAsync();
        await manager.Page.Locator(".result.good").WaitForAsync(new() { Timeout = Patience });
        await PictureAsync(manager, name);
    }

    private async Task GotoAsync(Window manager, string address, string name)
    {
        await manager.GotoAsync(address);
        await PictureAsync(manager, name);
    }

    private Task<byte[]> PictureAsync(Window manager, string name) => manager.Page.ScreenshotAsync(new() { Path = PathOf($"{name}.png"), FullPage = true });

    // What Discord would show: the file of the answer.
    private async Task KeepAsync(MessageView message, string name)
    {
        using var http = new HttpClient();
        var file = message.Json!.Value.GetProperty("attachments")[0];
        await File.WriteAllBytesAsync(PathOf($"{name}.png"), await http.GetByteArrayAsync(new Uri(file.GetProperty("url").GetString()!), Cancellation), Cancellation);
    }

    private string PathOf(string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(SharedBrowser.Screenshots, "walk")).FullName;
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{++step:00}-{file}"));
    }

    private static async Task<MessageView> AskAsync(EmulatorControl discord, ulong channel, ulong user, string command, JsonElement? options = null)
    {
        var interaction = await discord.RunCommandAsync(channel, user, command, options);
        MessageView? answer = null;
        await UntilAsync(async () => (answer = (await discord.InteractionAsync(interaction)) is { Loading: false, Messages: [var first, ..] } ? first : null) is not null);
        return answer!;
    }

    private static async Task ClickFirstAsync(EmulatorControl discord, ulong channel, ulong user, MessageView message)
    {
        var button = message.Json!.Value.GetProperty("components")[0].GetProperty("components")[0].GetProperty("custom_id").GetString()!;
        var click = await discord.UseComponentAsync(new NewComponentUse(channel, user, message.Id, button));
        await UntilAsync(async () => (await discord.InteractionAsync(click)).AnswerType != 0);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await holds()) await timer.WaitForNextTickAsync(limit.Token);
    }

    private static string Text(MessageView message) => message.Content + message.Json!.Value.GetRawText();

    private static JsonElement Subcommand(string name, params object[] options) => JsonSerializer.SerializeToElement(new[] { new { name, type = 1, options } });

    private static object Member(ulong id) => new { name = "member", type = 6, value = id.ToString(CultureInfo.InvariantCulture) };
}
