<%@ page contentType="text/xml;charset=UTF-8" session="false" trimDirectiveWhitespaces="true" %>
<% response.setStatus(200); %>
<xml><return_code>FAIL</return_code><return_msg>SYNTAX</return_msg></xml>
