using System.Collections.Concurrent;
using System.Reflection;
using CommunityIntel.Discord.Rest;

namespace CommunityIntel.DiscordEmulator.Tests.OpenApi;

/// <summary>Passes every call on to the real client and remembers which methods were called.</summary>
public class CallLog : DispatchProxy
{
    private readonly ConcurrentDictionary<string, byte> called = new();
    private IDiscordRest client = null!;

    public static (IDiscordRest Client, CallLog Log) Over(IDiscordRest client)
    {
        var proxy = Create<IDiscordRest, CallLog>();
        ((CallLog)proxy).client = client;
        return (proxy, (CallLog)proxy);
    }

    /// <summary>Methods of <see cref="IDiscordRest"/> that nobody has called.</summary>
    public IEnumerable<string> NotCalled() => typeof(IDiscordRest).GetMethods().Select(m => m.Name).Except(called.Keys);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        called[targetMethod!.Name] = 0;
        return targetMethod.Invoke(client, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
