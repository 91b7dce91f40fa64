using System.ComponentModel.DataAnnotations;

namespace CommunityIntel.Silo;

/// <summary>Section <c>Silo</c>. Cluster and service id are <c>Orleans:ClusterId</c> and <c>Orleans:ServiceId</c>.</summary>
public sealed class SiloOptions
{
    public const string Section = "Silo";

    /// <summary>An <see cref="AdvertisedAddress"/> that stands for the machine's own.</summary>
    public const string OwnAddress = "auto";

    /// <summary>IP address other silos and clients reach this one at; the pod's in a cluster. <c>auto</c> = the first of the machine's own name.</summary>
    [Required]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>True to listen on every interface (a pod), false for the advertised address alone.</summary>
    public bool ListenOnAnyAddress { get; set; }

    [Range(1, 65535, ErrorMessage = "Silo:SiloPort must be between {1} and {2}")]
    public int SiloPort { get; set; } = 11111;

    [Range(1, 65535, ErrorMessage = "Silo:GatewayPort must be between {1} and {2}")]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Port that is listened on when others reach it as another, <see cref="SiloPort"/>, through a port mapping; 0 = the same.</summary>
    [Range(0, 65535, ErrorMessage = "Silo:SiloListenPort must be between {1} and {2}")]
    public int SiloListenPort { get; set; }

    /// <summary>As <see cref="SiloListenPort"/>, for clients: 0 = <see cref="GatewayPort"/>.</summary>
    [Range(0, 65535, ErrorMessage = "Silo:GatewayListenPort must be between {1} and {2}")]
    public int GatewayListenPort { get; set; }

    /// <summary>Name in the membership table; default: the machine's.</summary>
    public string? Name { get; set; }

    /// <summary>Seconds between probes of other silos.</summary>
    [Range(1, 60, ErrorMessage = "Silo:ProbeTimeoutSeconds must be between {1} and {2}")]
    public int ProbeTimeoutSeconds { get; set; } = 2;

    /// <summary>Minutes after which a guild that nothing was heard of leaves the memory. 2 to 1,440.</summary>
    [Range(2, 1_440, ErrorMessage = "Silo:IdleMinutes must be between {1} and {2}")]
    public int IdleMinutes { get; set; } = 15;

    /// <summary>Apply pending migrations at start. Off where a job does it (Kubernetes).</summary>
    public bool Migrate { get; set; } = true;
}
