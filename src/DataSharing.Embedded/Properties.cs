using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DataSharing.Embedded.Tests")]
[assembly: InternalsVisibleTo("DataSharing.Benchmarks")]
