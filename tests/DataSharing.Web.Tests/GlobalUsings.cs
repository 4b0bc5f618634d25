global using DataSharing.Testing;
global using Xunit;
