using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DataSharing.Embedded.Tests")]
