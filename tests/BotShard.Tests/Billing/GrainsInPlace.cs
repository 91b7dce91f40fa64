using System.Reflection;

namespace CommunityIntel.BotShard.Tests.Billing;

/// <summary>A factory of grains that gives a test's own for some interfaces, by integer key, and the silo's for the others.</summary>
public class GrainsInPlace : DispatchProxy
{
    private IGrainFactory _inner = null!;
    private Func<Type, long, object?> _find = null!;

    public static IGrainFactory Over(IGrainFactory inner, Func<Type, long, object?> find)
    {
        var proxy = Create<IGrainFactory, GrainsInPlace>();
        (((GrainsInPlace)proxy)._inner, ((GrainsInPlace)proxy)._find) = (inner, find);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var own = targetMethod!.IsGenericMethod && args is [long key, ..] ? _find(targetMethod.GetGenericArguments()[0], key) : null;
        return own ?? targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
