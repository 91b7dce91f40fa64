using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CommunityIntel.Web.Guilds;

/// <summary>
/// A component that is redrawn from outside its circuit. Such a render runs in the raiser's execution context, so the
/// reader's language is kept from the component's creation and put back before each one.
/// </summary>
public abstract class LiveComponentBase : ComponentBase
{
    private readonly CultureInfo format = CultureInfo.CurrentCulture;
    private readonly CultureInfo texts = CultureInfo.CurrentUICulture;

    /// <summary>Runs <paramref name="change"/> on the circuit and redraws, in the reader's language.</summary>
    protected Task RedrawAsync(Action change) => InvokeAsync(() =>
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (format, texts);
        change();
        StateHasChanged();
    });
}
