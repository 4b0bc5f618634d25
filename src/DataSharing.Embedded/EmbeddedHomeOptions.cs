using System.ComponentModel.DataAnnotations;

namespace DataSharing.Embedded;

/// <summary>The embedded home: everything in one directory on this machine's disk. Section <c>Embedded</c>.</summary>
public sealed class EmbeddedHomeOptions
{
    public const string Section = "Embedded";

    /// <summary>Where records, content and keys lie. Created with mode 0700 when missing. One process at a time owns it.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataDirectory { get; set; } = "";

    /// <summary>Memory for recently read rows, MiB.</summary>
    [Range(1, 65_536)]
    public int RowCacheMebibytes { get; set; } = 64;
}
